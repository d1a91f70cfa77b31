#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::imap::grammar {

// How mailbox names travel. rev1 clients use modified UTF-7 (RFC 3501 5.1.3); a client that
// enabled IMAP4rev2 uses UTF-8 (RFC 9051 5.1).
enum class MailboxEncoding { modified_utf7, utf8 };

// A mailbox name in UTF-8, levels separated by '/'. INVARIANT (of names made by the decoders
// below): valid UTF-8 in normalisation form C without control characters, and INBOX in capitals
// whatever the client's spelling.  RFC 9051 5.1
struct MailboxName {
    std::string utf8;
    // As the client wrote it, in UTF-8, where that differs; else empty. For OLDNAME: RFC 9051 6.3.9.7
    std::string other_spelling = {};

    bool is_inbox() const noexcept { return utf8 == "INBOX"; }
    bool operator==(const MailboxName&) const = default;
};

// The longest name accepted, in octets of UTF-8 as sent. A limit of this server.
inline constexpr std::size_t kMailboxNameLimit = 1024;

// The name that `wire` stands for; absent if `wire` is no valid name in that encoding: bad UTF-8,
// bad or non-canonical UTF-7, control characters, U+2028, U+2029, or over the limit. An empty
// name is valid here (LIST "" "" uses it).  RFC 9051 5.1, RFC 5198 2
std::optional<MailboxName> decode_mailbox_name(std::string_view wire, MailboxEncoding encoding);

// A LIST pattern: as above, but INBOX keeps the client's spelling.
std::optional<std::string> decode_list_pattern(std::string_view wire, MailboxEncoding encoding);

}  // namespace postvern::services::imap::grammar
