// The site's own border server: it takes mail from strangers, filters it, and hands it over by LMTP. What it wrote into a
// message's header says how the message came to the house and whether it was taken for spam. Only that is read here, for
// counting; nothing of the header is kept. Pure. Why so: docs/decisions/0034-what-the-border-server-says.md.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/statistics.hpp"

namespace postvern::services::smtp {

struct BorderServer {
    // How it names itself in its Received fields ("by"); empty: nothing is said about how mail came.
    std::vector<std::string> hosts;
    // The field of its spam filter; empty: nothing is said about spam.
    std::string spam_field;
};

struct BorderReport {
    std::optional<records::SpamDecision> spam;
    std::optional<records::ServerLink> link;  // absent as well: it did not come from another server
    friend bool operator==(const BorderReport&, const BorderReport&) = default;
};

// The largest header that is looked at. Postfix, for one, takes 102400 (header_size_limit).
inline constexpr std::size_t kLargestHeader = std::size_t{128} * 1024;  // octets

// Of `message` as it came (CRLF line ends), without the trace fields that we wrote above it. What is malformed, larger than
// kLargestHeader or ambiguous says nothing.
BorderReport report_of(const BorderServer& border, std::string_view message);

}  // namespace postvern::services::smtp
