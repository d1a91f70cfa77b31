// LIST and LSUB responses, and the attributes in them: RFC 9051 7.3.1. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/imap/grammar/mailbox_name.hpp"

namespace postvern::services::imap {

struct ListAnswer {
    std::string_view path;                     // UTF-8
    std::vector<std::string_view> attributes;  // "\HasChildren" ...
    bool has_selected_children = false;        // CHILDINFO, of RECURSIVEMATCH: RFC 9051 6.3.9.6
    // OLDNAME, for rev2 clients only: UTF-8, empty where there is none.  RFC 9051 6.3.9.7
    std::string_view old_name = {};
};

// One line, "* LIST ..." or "* LSUB ...".
void write_list_answer(std::string& out, const ListAnswer& answer, grammar::MailboxEncoding encoding,
                       std::string_view name = "LIST");

}  // namespace postvern::services::imap
