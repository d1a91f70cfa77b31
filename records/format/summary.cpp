// Making a summary from the octets of a message.
#include <limits>

#include "records/format/ascii.hpp"
#include "records/format/envelope.hpp"
#include "records/format/header.hpp"
#include "records/format/structure.hpp"
#include "records/message.hpp"

namespace postvern::records {
namespace {

// Keeps the fields that are asked for often; none at all if they are too many octets together.
void keep_headers(Summary& summary, std::string_view header) {
    std::size_t octets = 0;
    format::FieldReader fields(header);
    while (const auto field = fields.next()) {
        if (!is_cached_header(field->name)) continue;
        octets += field->raw.size();
        if (octets > kMaxCachedHeaderOctets) {
            summary.headers.clear();
            summary.headers_complete = false;
            return;
        }
        summary.headers.push_back({format::lowered(field->name), std::string(field->raw)});
    }
}

bool is_terminated(std::string_view header) {
    return header == "\r\n" || header == "\n" || header.ends_with("\n\r\n") ||
           header.ends_with("\n\n");
}

}  // namespace

const std::string* BodyPart::parameter(std::string_view name) const {
    for (const auto& each : parameters) {
        if (each.name == name) return &each.value;
    }
    return nullptr;
}

Summary summarize(std::string_view message, InternalDate internal_date) {
    if (message.size() > std::numeric_limits<std::uint32_t>::max()) {
        throw std::length_error("message over 4 GiB");
    }
    Summary summary;
    summary.size = message.size();
    summary.internal_date = internal_date;
    summary.root = format::structure_of(message);
    const auto header = message.substr(0, summary.root.header.size());
    summary.envelope = format::envelope_of(header);
    summary.header_terminated = is_terminated(header);
    keep_headers(summary, header);
    return summary;
}

}  // namespace postvern::records
