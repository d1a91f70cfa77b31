#include "services/imap/grammar/envelope_writer.hpp"

#include <stdexcept>
#include <string_view>
#include <vector>

#include "services/imap/grammar/characters.hpp"

namespace postvern::services::imap::grammar {

namespace {

// Writes the lists of one ENVELOPE or BODYSTRUCTURE.
class StructureWriter {
  public:
    StructureWriter(std::string& out, QuotedText mode) : out_(out), mode_(mode) {}

    void envelope(const records::Envelope& envelope);
    void body(const records::BodyPart& part, BodyFields fields);

  private:
    void space() { out_ += ' '; }
    void string(std::string_view text) { write_string(out_, text, mode_); }
    void nstring(const std::optional<std::string>& text) { write_nstring(out_, text, mode_); }
    // Types, encodings and parameter names are case-insensitive; in capitals every client knows
    // them.
    void token(std::string_view text) { string(to_upper(text)); }

    void addresses(const std::vector<records::Address>& list);
    void parameters(const std::vector<records::Parameter>& list);
    void multipart(const records::BodyPart& part, BodyFields fields);
    void single_part(const records::BodyPart& part, BodyFields fields);
    void body_fields(const records::BodyPart& part);
    void extension(const records::BodyPart& part);
    void disposition(const std::optional<records::Disposition>& disposition);
    void languages(const std::vector<std::string>& list);

    std::string& out_;
    QuotedText mode_;
};

// <env-from> and its like: NIL if empty.
void StructureWriter::addresses(const std::vector<records::Address>& list) {
    if (list.empty()) {
        out_ += "NIL";
        return;
    }
    out_ += '(';
    for (const records::Address& address : list) {
        out_ += '(';
        nstring(address.name);
        space();
        nstring(address.route);
        space();
        nstring(address.mailbox);
        space();
        nstring(address.host);
        out_ += ')';
    }
    out_ += ')';
}

void StructureWriter::envelope(const records::Envelope& envelope) {
    out_ += '(';
    nstring(envelope.date);
    space();
    nstring(envelope.subject);
    for (const auto* list : {&envelope.from, &envelope.sender, &envelope.reply_to, &envelope.to,
                             &envelope.cc, &envelope.bcc}) {
        space();
        addresses(*list);
    }
    space();
    nstring(envelope.in_reply_to);
    space();
    nstring(envelope.message_id);
    out_ += ')';
}

// <body-fld-param>: NIL if empty.
void StructureWriter::parameters(const std::vector<records::Parameter>& list) {
    if (list.empty()) {
        out_ += "NIL";
        return;
    }
    out_ += '(';
    bool first = true;
    for (const records::Parameter& parameter : list) {
        if (!first) space();
        first = false;
        token(parameter.name);
        space();
        string(parameter.value);
    }
    out_ += ')';
}

// <body-fld-dsp>
void StructureWriter::disposition(const std::optional<records::Disposition>& disposition) {
    if (!disposition) {
        out_ += "NIL";
        return;
    }
    out_ += '(';
    token(disposition->kind);
    space();
    parameters(disposition->parameters);
    out_ += ')';
}

// <body-fld-lang>: one as a string, several as a list.
void StructureWriter::languages(const std::vector<std::string>& list) {
    if (list.empty()) {
        out_ += "NIL";
    } else if (list.size() == 1) {
        string(list.front());
    } else {
        out_ += '(';
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (i > 0) space();
            string(list[i]);
        }
        out_ += ')';
    }
}

// What <body-ext-1part> and <body-ext-mpart> have in common.
void StructureWriter::extension(const records::BodyPart& part) {
    space();
    disposition(part.disposition);
    space();
    languages(part.languages);
    space();
    nstring(part.location);
}

// <body-type-mpart>
void StructureWriter::multipart(const records::BodyPart& part, BodyFields fields) {
    if (part.children.empty()) throw std::logic_error("a multipart has at least one part");
    for (const records::BodyPart& child : part.children) body(child, fields);
    space();
    token(part.subtype);
    if (fields == BodyFields::basic) return;
    space();
    parameters(part.parameters);
    extension(part);
}

// <body-fields>
void StructureWriter::body_fields(const records::BodyPart& part) {
    parameters(part.parameters);
    space();
    nstring(part.id);
    space();
    nstring(part.description);
    space();
    token(part.encoding);
    space();
    write_number(out_, part.size());
}

// <body-type-1part>
void StructureWriter::single_part(const records::BodyPart& part, BodyFields fields) {
    const bool message =
        part.kind == records::PartKind::message && part.envelope && !part.children.empty();
    // RFC 9051 9, body-type-basic: "MESSAGE subtype MUST NOT be RFC822 or GLOBAL". One that could
    // not be read as a message is shown as octets.
    const bool unreadable = !message && equal_ignoring_case(part.type, "message") &&
                            (equal_ignoring_case(part.subtype, "rfc822") ||
                             equal_ignoring_case(part.subtype, "global"));
    const bool text = !message && equal_ignoring_case(part.type, "text");
    token(unreadable ? "application" : part.type);
    space();
    token(unreadable ? "octet-stream" : part.subtype);
    space();
    body_fields(part);
    if (message) {
        space();
        envelope(*part.envelope);
        space();
        body(part.children.front(), fields);
    }
    if (message || text) {
        space();
        write_number(out_, part.lines);
    }
    if (fields == BodyFields::basic) return;
    space();
    nstring(part.md5);
    extension(part);
}

void StructureWriter::body(const records::BodyPart& part, BodyFields fields) {
    out_ += '(';
    if (part.kind == records::PartKind::multipart) {
        multipart(part, fields);
    } else {
        single_part(part, fields);
    }
    out_ += ')';
}

}  // namespace

void write_envelope(std::string& out, const records::Envelope& envelope, QuotedText mode) {
    StructureWriter(out, mode).envelope(envelope);
}

void write_body_structure(std::string& out, const records::BodyPart& part, BodyFields fields,
                          QuotedText mode) {
    StructureWriter(out, mode).body(part, fields);
}

}  // namespace postvern::services::imap::grammar
