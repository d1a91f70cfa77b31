// Sections by part number, and subsets of headers.  RFC 9051 6.4.5.1
#include <algorithm>
#include <stdexcept>

#include "records/format/header.hpp"
#include "records/message_section.hpp"

namespace postvern::records {
namespace {

// Part `number` of a message, seen from its root or from the root of a message within.
const BodyPart* part_of_message(const BodyPart& root, std::uint32_t number) {
    if (root.kind == PartKind::multipart) {
        return number >= 1 && number <= root.children.size() ? &root.children[number - 1] : nullptr;
    }
    return number == 1 ? &root : nullptr;
}

// Part `number` below a part.
const BodyPart* part_below(const BodyPart& part, std::uint32_t number) {
    if (part.kind == PartKind::leaf) return nullptr;
    return part_of_message(part.kind == PartKind::message ? part.children.front() : part, number);
}

}  // namespace

const BodyPart* find_part(const BodyPart& root, PartPath path) {
    if (path.empty()) return &root;
    const auto* part = part_of_message(root, path.front());
    for (const auto number : path.subspan(1)) {
        if (part) part = part_below(*part, number);
    }
    return part;
}

std::optional<OctetRange> locate_section(const BodyPart& root, PartPath path, SectionKind kind) {
    const auto* part = find_part(root, path);
    if (!part) return std::nullopt;
    const bool is_root = path.empty();
    if (kind == SectionKind::mime) return is_root ? std::nullopt : std::optional(part->header);
    if (kind == SectionKind::whole) {
        return is_root ? OctetRange{part->header.begin, part->body.end} : part->body;
    }
    // HEADER and TEXT belong to messages: this one, or one within.
    if (!is_root && part->kind != PartKind::message) return std::nullopt;
    const auto& message = is_root ? *part : part->children.front();
    return kind == SectionKind::header ? message.header : message.body;
}

std::string filter_header(std::string_view header, const std::vector<std::string>& names,
                          FieldChoice choice) {
    std::string subset;
    std::size_t end = 0;
    format::FieldReader fields(header);
    while (const auto field = fields.next()) {
        const bool named = std::any_of(names.begin(), names.end(),
                                       [&](const std::string& name) { return field->is(name); });
        if (named == (choice == FieldChoice::keep)) subset += field->raw;
        end = static_cast<std::size_t>(field->raw.data() - header.data()) + field->raw.size();
    }
    for (auto line = format::line_at(header, end); !line.empty();
         line = format::line_at(header, end)) {
        if (format::is_blank_line(line)) subset += line;
        end += line.size();
    }
    return subset;
}

std::string_view cut(std::string_view message, OctetRange range) {
    if (range.begin > range.end || range.end > message.size()) {
        throw std::out_of_range("section outside of its message");
    }
    return message.substr(range.begin, range.size());
}

}  // namespace postvern::records
