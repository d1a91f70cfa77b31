// E-mail messages as parsed values: what IMAP's ENVELOPE and BODYSTRUCTURE say of a message, and
// where in its octets each part lies. A Summary is made once, when a message is stored, kept sealed
// beside it, and read back for every FETCH and SEARCH that does not need the body.
// Thread safety: plain values; all functions here may be called concurrently.
// INVARIANT: every OctetRange lies within the message, those of a part within its parent's body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::records {

// One entry of an address list as ENVELOPE gives it, without quoting, RFC 2047 words left encoded.
// A group starts with an entry whose `host` is absent and whose `mailbox` is the group's name, and
// ends with an entry whose `host` and `mailbox` are both absent. An address that lacks its domain
// (or local part) has an empty, present one.  RFC 9051 7.5.2
struct Address {
    std::optional<std::string> name;
    std::optional<std::string> route;  // "@a.example,@b.example" of the obsolete source route
    std::optional<std::string> mailbox;
    std::optional<std::string> host;

    bool is_group_start() const { return !host && mailbox; }
    bool is_group_end() const { return !host && !mailbox; }
    bool operator==(const Address&) const = default;
};

// The ENVELOPE of a message: unfolded header values, RFC 2047 words left encoded, octets above 127
// kept. Absent fields are nullopt, empty ones "". `sender` and `reply_to` equal `from` where the
// message has none.  RFC 9051 7.5.2
struct Envelope {
    std::optional<std::string> date;
    std::optional<std::string> subject;
    std::vector<Address> from;
    std::vector<Address> sender;
    std::vector<Address> reply_to;
    std::vector<Address> to;
    std::vector<Address> cc;
    std::vector<Address> bcc;
    std::optional<std::string> in_reply_to;
    std::optional<std::string> message_id;

    bool operator==(const Envelope&) const = default;
};

// Octets [begin, end) of the message as stored, 0-based.
struct OctetRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    std::uint64_t size() const { return end - begin; }
    bool operator==(const OctetRange&) const = default;
};

// A parameter of Content-Type or Content-Disposition: name in lower case, value without quoting.
// RFC 2231 pieces ("filename*0*") are left as they are: clients put them together.
struct Parameter {
    std::string name;
    std::string value;

    bool operator==(const Parameter&) const = default;
};

// Content-Disposition: kind in lower case.  RFC 2183
struct Disposition {
    std::string kind;
    std::vector<Parameter> parameters;

    bool operator==(const Disposition&) const = default;
};

enum class PartKind : std::uint8_t {
    leaf,       // no parts that can be addressed
    multipart,  // one child or more
    message,    // message/rfc822 or message/global: `envelope` is set, children[0] is the inner
                // message
};

// One part of a message. For the root, and for children[0] of a message part, `header` is the
// header of that message and `body` its text; else `header` is the MIME header of the part. Where a
// field is missing or malformed the default of RFC 2045 stands. A multipart without parts, or
// without boundary, is shown as text/plain; what lies below kMaxDepth as application/octet-stream.
struct BodyPart {
    PartKind kind = PartKind::leaf;
    std::string type = "text";      // lower case
    std::string subtype = "plain";  // lower case
    std::vector<Parameter> parameters;
    std::optional<std::string> id;           // Content-ID with its angle brackets
    std::optional<std::string> description;  // RFC 2047 words left encoded
    std::string encoding = "7bit";           // Content-Transfer-Encoding, lower case
    std::optional<std::string> md5;
    std::optional<Disposition> disposition;
    std::vector<std::string> languages;
    std::optional<std::string> location;
    OctetRange header;  // from the first field to the blank line, inclusive
    OctetRange body;    // begins at header.end; without the line end that belongs to a boundary
    std::uint64_t lines = 0;  // line ends in `body`
    std::optional<Envelope> envelope;
    std::vector<BodyPart> children;

    std::uint64_t size() const { return body.size(); }  // octets, still transfer-encoded
    // The value of a parameter of Content-Type by its lower-case name, or null.
    const std::string* parameter(std::string_view name) const;
    bool operator==(const BodyPart&) const = default;
};

// INTERNALDATE: an instant and the zone in which it is shown.
struct InternalDate {
    std::int64_t seconds = 0;       // since 1970-01-01T00:00:00Z
    std::int32_t zone_minutes = 0;  // east of UTC, within +-1439

    bool operator==(const InternalDate&) const = default;
};

// A header field kept in the summary: `raw` is the whole field as in the message, name, folding and
// final line end included.
struct CachedHeader {
    std::string name;  // lower case
    std::string raw;

    bool operator==(const CachedHeader&) const = default;
};

struct Summary {
    Envelope envelope;
    BodyPart root;
    std::uint64_t size = 0;  // octets of the whole message (RFC822.SIZE)
    InternalDate internal_date;
    // Fields of the message header for which is_cached_header() holds, in the order of the message.
    std::vector<CachedHeader> headers;
    bool headers_complete = true;   // false: too large to keep them all, ask the message
    bool header_terminated = true;  // a blank line ends the message header

    bool operator==(const Summary&) const = default;
};

inline constexpr std::size_t kMaxDepth = 100;     // parts within parts
inline constexpr std::size_t kMaxParts = 10'000;  // parts per message; more are not listed
inline constexpr std::size_t kMaxFieldOctets = 256 * 1024;  // of one header field that is looked at
inline constexpr std::size_t kMaxCachedHeaderOctets = 16'384;  // of all cached fields together

// The summary of `message` (CRLF or bare LF line ends). Never fails on malformed mail: what cannot
// be understood takes its default. Throws std::length_error over 4 GiB.
Summary summarize(std::string_view message, InternalDate internal_date);

// The bytes do not hold a summary of this version: damaged, or written by another version; make it
// anew from the message.
class SummaryError : public std::runtime_error {
  public:
    SummaryError(std::size_t offset, const char* expected);

    std::size_t offset;  // of the first octet that is wrong
};

// The form kept on disk: version-tagged, compact, one form per value (the layout opens
// records/format/summary_codec.cpp).
std::string serialize(const Summary& summary);

// The summary in `bytes`; throws SummaryError unless they are exactly what serialize() makes.
Summary parse_summary(std::string_view bytes);

// A serialized summary, decoded piece by piece as asked; borrows the bytes. Construction checks the
// frame alone and allocates nothing. All functions throw SummaryError on damage.
class SummaryView {
  public:
    explicit SummaryView(std::string_view bytes);

    InternalDate internal_date() const { return internal_date_; }
    std::uint64_t size() const { return size_; }
    Envelope envelope() const;
    BodyPart structure() const;
    bool headers_complete() const { return headers_complete_; }
    bool header_terminated() const { return header_terminated_; }
    std::vector<CachedHeader> headers() const;
    // The fields named (any case), as filter_header(keep) cuts them from the message header, or
    // nullopt where one of them is not kept here.
    std::optional<std::string> header_fields(const std::vector<std::string>& names) const;

  private:
    std::string_view bytes_;
    std::string_view envelope_;
    std::string_view structure_;
    std::string_view headers_;
    std::uint64_t size_ = 0;
    InternalDate internal_date_;
    bool headers_complete_ = true;
    bool header_terminated_ = true;
};

// Whether a summary keeps the fields of this name (any case).
bool is_cached_header(std::string_view name);

}  // namespace postvern::records
