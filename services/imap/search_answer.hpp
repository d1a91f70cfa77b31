// SEARCH and ESEARCH responses: RFC 9051 7.3.2, RFC 3501 7.2.5, RFC 4731 3. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/imap/grammar/command.hpp"
#include "services/imap/grammar/number_set.hpp"
#include "services/imap/mailbox.hpp"

namespace postvern::services::imap {

// A message found: what it is called on the wire, and its UID.
struct Hit {
    std::uint32_t number;  // sequence number or UID, as the command numbers
    std::uint32_t uid;
};

// "* SEARCH 2 84 882", of rev1 without RETURN. Hits ascend (here and below).
void write_search_answer(std::string& out, const std::vector<Hit>& hits);

// "* ESEARCH (TAG "a1") UID COUNT 2 ALL 4,18".
void write_esearch_answer(std::string& out, const std::vector<Hit>& hits,
                          const grammar::SearchReturn& returned, grammar::Numbering numbering,
                          std::string_view tag);

// What RETURN (SAVE) keeps: MIN and MAX alone keep but these.  RFC 9051 6.4.4.1
grammar::NumberSet saved_uids(const std::vector<Hit>& hits, const grammar::SearchReturn& returned);

}  // namespace postvern::services::imap
