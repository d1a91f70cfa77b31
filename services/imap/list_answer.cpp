#include "services/imap/list_answer.hpp"

#include "services/imap/grammar/writer.hpp"

namespace postvern::services::imap {

void write_list_answer(std::string& out, const ListAnswer& answer, grammar::MailboxEncoding encoding,
                       std::string_view name) {
    out += "* ";
    out += name;
    out += " (";
    for (const auto attribute : answer.attributes) {
        if (out.back() != '(') out += ' ';
        out += attribute;
    }
    out += ") \"/\" ";
    grammar::write_mailbox(out, answer.path, encoding);
    if (answer.has_selected_children) out += " (\"CHILDINFO\" (\"SUBSCRIBED\"))";
    out += "\r\n";
}

}  // namespace postvern::services::imap
