// Special uses of mailboxes: RFC 6154 2. Pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "records/archive.hpp"

namespace postvern::services::imap {

// "\Sent" and so on; empty for a mailbox without a special use, and for INBOX.
std::string_view attribute_of(records::CollectionRole role) noexcept;

// The role that CREATE may give by that attribute (any case). \All and \Flagged are views over other
// mailboxes, which there are none of here: absent, as for unknown ones.
std::optional<records::CollectionRole> role_of(std::string_view attribute) noexcept;

}  // namespace postvern::services::imap
