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
    if (!answer.old_name.empty()) {
        out += " (\"OLDNAME\" (";
        grammar::write_string(out, answer.old_name, grammar::QuotedText::utf8);
        out += "))";
    }
    out += "\r\n";
}

}  // namespace postvern::services::imap
