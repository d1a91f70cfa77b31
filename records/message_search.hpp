// What SEARCH asks of a message: does a header field or the text contain a string, and on which day
// was it sent. Text is compared as Unicode without case, compatibility variants alike, runs of
// white space as one space, after RFC 2047, transfer encoding and charset are undone.  RFC
// 9051 6.4.4
// Thread safety: a Needle is immutable; functions may be called concurrently.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "records/message.hpp"

namespace postvern::records {

// A string to look for, prepared once for many messages.
class Needle {
  public:
    // `utf8` as the client sent it; octets that are not UTF-8 match nothing but themselves
    // replaced.
    explicit Needle(std::string_view utf8);

    const std::string& folded() const { return folded_; }

  private:
    std::string folded_;
};

// Whether a field of that name (any case) in the header block contains the needle. An empty needle
// asks whether the field exists.  RFC 9051 6.4.4 (HEADER)
bool header_contains(std::string_view header, std::string_view field, const Needle& needle);

enum class SearchScope : std::uint8_t {
    body,     // SEARCH BODY: text parts, and all of the messages within
    message,  // SEARCH TEXT: the message header as well
};

// Whether the text of the message contains the needle. Looks at parts of type text and
// message/rfc822; a charset that is not known is taken for octets. `root` describes `message`.
bool text_contains(std::string_view message, const BodyPart& root, const Needle& needle,
                   SearchScope scope);

// A Date header: the day as written, disregarding time and zone (SENTON), and the instant.
struct SentDate {
    std::chrono::year_month_day day;
    std::int64_t seconds = 0;  // since 1970-01-01T00:00:00Z

    bool operator==(const SentDate&) const = default;
};

// The date in the value of a Date header (Envelope::date), or nullopt where there is none.  RFC
// 5322 3.3
std::optional<SentDate> parse_sent_date(std::string_view value);

}  // namespace postvern::records
