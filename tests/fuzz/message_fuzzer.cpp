// Any octets as a message, and as a serialized summary: parsing never fails on the one, refuses or
// round-trips the other, and every section lies where it may.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "records/message.hpp"
#include "records/message_search.hpp"
#include "records/message_section.hpp"

namespace {

namespace records = postvern::records;

void require(bool holds) {
    if (!holds) std::abort();
}

// INVARIANT of message.hpp: ranges lie in their parent's body, header before body.
void check_part(std::string_view message, const records::BodyPart& part,
                records::OctetRange space) {
    require(space.begin <= part.header.begin && part.header.begin <= part.header.end);
    require(part.header.end == part.body.begin && part.body.begin <= part.body.end);
    require(part.body.end <= space.end);
    records::decode_part(records::cut(message, part.body), part.encoding);
    for (const auto& child : part.children) check_part(message, child, part.body);
}

void check_message(std::string_view message) {
    const auto summary = records::summarize(message, {0, 0});
    check_part(message, summary.root, {0, message.size()});
    require(summary.root.body.end == message.size());
    require(records::parse_summary(records::serialize(summary)) == summary);
    const auto header = records::cut(message, summary.root.header);
    require(records::filter_header(header, {}, records::FieldChoice::drop).size() <= header.size());
    const records::Needle needle("\xC3\xA6 needle");
    records::text_contains(message, summary.root, needle, records::SearchScope::message);
    records::header_contains(header, "subject", needle);
    records::parse_sent_date(summary.envelope.date.value_or(""));
}

void check_summary(std::string_view bytes) {
    try {
        require(records::serialize(records::parse_summary(bytes)) == bytes);
    } catch (const records::SummaryError& error) {
        require(error.offset <= bytes.size());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    check_message(input);
    check_summary(input);
    return 0;
}
