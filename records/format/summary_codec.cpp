// Layout of a serialized summary: 'P', version; flags; INTERNALDATE as signed seconds and signed
// minutes of zone; size of the message; then three blocks, each after its length: envelope,
// structure, cached header fields (count, raw octets of each). Numbers and strings as in wire.hpp,
// blocks as in part_codec.cpp. The version goes up whenever the layout changes, or the list of
// cached field names: an older record may lack a field that is_cached_header() promises.
#include <algorithm>
#include <array>

#include "records/format/ascii.hpp"
#include "records/format/header.hpp"
#include "records/format/part_codec.hpp"
#include "records/format/wire.hpp"
#include "records/message.hpp"
#include "records/message_section.hpp"

namespace postvern::records {
namespace {

using format::WireReader;
using format::WireWriter;

constexpr std::uint8_t kMagic = 'P';
constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kHeadersComplete = 0x01;
constexpr std::uint8_t kHeaderTerminated = 0x02;
constexpr std::int64_t kLargestZone = 1439;  // minutes

// What common clients list a mailbox with, and what the rules for delivery and threads look at.
// Sorted.
constexpr std::array<std::string_view, 31> kCachedHeaders = {
    "bcc",
    "cc",
    "content-description",
    "content-language",
    "content-transfer-encoding",
    "content-type",
    "date",
    "delivered-to",
    "from",
    "importance",
    "in-reply-to",
    "lines",
    "list-id",
    "list-post",
    "list-subscribe",
    "list-unsubscribe",
    "message-id",
    "mime-version",
    "newsgroups",
    "precedence",
    "priority",
    "references",
    "reply-to",
    "sender",
    "subject",
    "to",
    "user-agent",
    "x-label",
    "x-mailer",
    "x-original-to",
    "x-priority",
};

std::string envelope_block(const Envelope& envelope) {
    WireWriter out;
    format::write_envelope(out, envelope);
    return out.take();
}

std::string structure_block(const BodyPart& root) {
    WireWriter out;
    format::write_structure(out, root);
    return out.take();
}

std::string headers_block(const std::vector<CachedHeader>& headers) {
    WireWriter out;
    out.number(headers.size());
    for (const auto& header : headers) out.text(header.raw);
    return out.take();
}

std::size_t offset_in(std::string_view whole, std::string_view piece) {
    return static_cast<std::size_t>(piece.data() - whole.data());
}

// Name and octets of a cached field, or an error where they are not one field that may be kept.
format::Field checked_field(const WireReader& in, std::string_view raw) {
    const auto field = format::FieldReader(raw).next();
    if (!field || field->raw.size() != raw.size() || !is_cached_header(field->name))
        in.fail("a header field");
    return *field;
}

}  // namespace

SummaryError::SummaryError(std::size_t offset_of_error, const char* expected)
    : std::runtime_error(std::string("message summary: expected ") + expected + " at offset " +
                         std::to_string(offset_of_error)),
      offset(offset_of_error) {}

bool is_cached_header(std::string_view name) {
    const auto less = [](std::string_view a, std::string_view b) {
        return std::lexicographical_compare(
            a.begin(), a.end(), b.begin(), b.end(),
            [](char x, char y) { return format::lower(x) < format::lower(y); });
    };
    return std::binary_search(kCachedHeaders.begin(), kCachedHeaders.end(), name, less);
}

std::string serialize(const Summary& summary) {
    WireWriter out;
    out.octet(kMagic);
    out.octet(kVersion);
    out.octet(static_cast<std::uint8_t>((summary.headers_complete ? kHeadersComplete : 0) |
                                        (summary.header_terminated ? kHeaderTerminated : 0)));
    out.signed_number(summary.internal_date.seconds);
    out.signed_number(summary.internal_date.zone_minutes);
    out.number(summary.size);
    out.text(envelope_block(summary.envelope));
    out.text(structure_block(summary.root));
    out.text(headers_block(summary.headers));
    return out.take();
}

Summary parse_summary(std::string_view bytes) {
    const SummaryView view(bytes);
    Summary summary;
    summary.envelope = view.envelope();
    summary.root = view.structure();
    summary.size = view.size();
    summary.internal_date = view.internal_date();
    summary.headers = view.headers();
    summary.headers_complete = view.headers_complete();
    summary.header_terminated = view.header_terminated();
    return summary;
}

SummaryView::SummaryView(std::string_view bytes) : bytes_(bytes) {
    WireReader in(bytes);
    if (in.octet() != kMagic) in.fail("a summary");
    if (in.octet() != kVersion) in.fail("a summary of this version");
    const auto flags = in.octet();
    if ((flags & ~(kHeadersComplete | kHeaderTerminated)) != 0) in.fail("known flags");
    headers_complete_ = (flags & kHeadersComplete) != 0;
    header_terminated_ = (flags & kHeaderTerminated) != 0;
    internal_date_.seconds = in.signed_number();
    const auto zone = in.signed_number();
    if (zone < -kLargestZone || zone > kLargestZone) in.fail("a zone");
    internal_date_.zone_minutes = static_cast<std::int32_t>(zone);
    size_ = in.number();
    envelope_ = in.text();
    structure_ = in.text();
    headers_ = in.text();
    in.expect_end();
}

Envelope SummaryView::envelope() const {
    WireReader in(envelope_, offset_in(bytes_, envelope_));
    auto envelope = format::read_envelope(in);
    in.expect_end();
    return envelope;
}

BodyPart SummaryView::structure() const {
    WireReader in(structure_, offset_in(bytes_, structure_));
    auto root = format::read_structure(in, size_);
    in.expect_end();
    return root;
}

std::vector<CachedHeader> SummaryView::headers() const {
    WireReader in(headers_, offset_in(bytes_, headers_));
    std::vector<CachedHeader> headers;
    const auto count = in.count();
    for (std::size_t i = 0; i < count; ++i) {
        const auto field = checked_field(in, in.text());
        headers.push_back({format::lowered(field.name), std::string(field.raw)});
    }
    in.expect_end();
    return headers;
}

std::optional<std::string> SummaryView::header_fields(const std::vector<std::string>& names) const {
    if (!headers_complete_ || !std::all_of(names.begin(), names.end(), is_cached_header)) {
        return std::nullopt;
    }
    WireReader in(headers_, offset_in(bytes_, headers_));
    std::string block;
    const auto count = in.count();
    for (std::size_t i = 0; i < count; ++i) block += checked_field(in, in.text()).raw;
    in.expect_end();
    if (header_terminated_) block += "\r\n";
    return filter_header(block, names, FieldChoice::keep);
}

}  // namespace postvern::records
