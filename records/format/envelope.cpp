#include "records/format/envelope.hpp"

#include "records/format/address.hpp"
#include "records/format/header.hpp"

namespace postvern::records::format {
namespace {

void set_text(std::optional<std::string>& member, const Field& field) {
    if (!member) member = unfold(field.value);
}

void set_list(std::vector<Address>& member, const Field& field) {
    if (member.empty()) append_addresses(unfold(field.value), member);
}

void join_list(std::vector<Address>& member, const Field& field) {
    append_addresses(unfold(field.value), member);
}

}  // namespace

Envelope envelope_of(std::string_view header) {
    Envelope envelope;
    FieldReader fields(header);
    while (const auto field = fields.next()) {
        if (field->is("date"))
            set_text(envelope.date, *field);
        else if (field->is("subject"))
            set_text(envelope.subject, *field);
        else if (field->is("from"))
            set_list(envelope.from, *field);
        else if (field->is("sender"))
            set_list(envelope.sender, *field);
        else if (field->is("reply-to"))
            set_list(envelope.reply_to, *field);
        else if (field->is("to"))
            join_list(envelope.to, *field);
        else if (field->is("cc"))
            join_list(envelope.cc, *field);
        else if (field->is("bcc"))
            join_list(envelope.bcc, *field);
        else if (field->is("in-reply-to"))
            set_text(envelope.in_reply_to, *field);
        else if (field->is("message-id"))
            set_text(envelope.message_id, *field);
    }
    // RFC 9051 7.5.2: absent or empty Sender and Reply-To are set to From by the server.
    if (envelope.sender.empty()) envelope.sender = envelope.from;
    if (envelope.reply_to.empty()) envelope.reply_to = envelope.from;
    return envelope;
}

}  // namespace postvern::records::format
