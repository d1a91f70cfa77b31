#include "services/imap/fetch_section.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace postvern::services::imap {

namespace {

using grammar::SectionText;
using records::Fields;

SectionOctets nil() {
    SectionOctets octets;
    octets.exists = false;
    return octets;
}

SectionOctets borrowed(std::string_view view) {
    SectionOctets octets;
    octets.cut = view;
    return octets;
}

SectionOctets owning(std::string text) {
    SectionOctets octets;
    octets.made = std::move(text);
    return octets;
}

// RFC 9051 6.4.5: a partial beyond the end gives what there is, or the empty string.
void apply(const std::optional<grammar::Partial>& partial, SectionOctets& octets) {
    if (!partial) return;
    const auto offset = std::min<std::uint64_t>(partial->offset, octets.view().size());
    if (octets.made) {
        octets.made = octets.made->substr(offset, partial->length);
    } else {
        octets.cut = octets.cut.substr(offset, partial->length);
    }
}

// RFC 9051 4.3.1: no NUL in a plain literal. Where a stranger's message has some, each shows as 0x80, so
// that sizes and offsets stay true.
void hide_nul(SectionOctets& octets) {
    if (octets.view().find('\0') == std::string_view::npos) return;
    std::string shown(octets.view());
    std::replace(shown.begin(), shown.end(), '\0', '\x80');
    octets.made = std::move(shown);
}

bool is_whole_message(const grammar::Section& section) {
    return section.part.empty() && section.text == SectionText::all;
}

// Whether the summary may hold the answer.
bool is_cached(const grammar::Section& section) {
    return section.part.empty() && section.text == SectionText::header_fields &&
           std::all_of(section.fields.begin(), section.fields.end(), records::is_cached_header);
}

}  // namespace

SectionCutter::SectionCutter(const records::Item& item, Fields fields)
    : item_(item), has_content_(fields != Fields::summary) {}

Fields SectionCutter::needs(const grammar::FetchSection& wanted) {
    if (is_whole_message(wanted.section)) return Fields::content;
    return is_cached(wanted.section) ? Fields::summary : Fields::both;
}

Fields SectionCutter::needs(const std::vector<std::uint32_t>& binary_part) {
    return binary_part.empty() ? Fields::content : Fields::both;
}

const records::SummaryView& SectionCutter::summary() {
    if (!summary_) summary_.emplace(item_.summary);
    return *summary_;
}

const records::BodyPart& SectionCutter::structure() {
    if (!structure_) structure_ = summary().structure();
    return *structure_;
}

std::optional<SectionOctets> SectionCutter::cut(const grammar::FetchSection& wanted) {
    const auto& section = wanted.section;
    std::optional<SectionOctets> octets;
    if (is_cached(section) && !item_.summary.empty()) {
        if (auto fields = summary().header_fields(section.fields)) octets = owning(std::move(*fields));
    }
    if (!octets) {
        if (!has_content_) return std::nullopt;
        switch (section.text) {
            case SectionText::all:
                octets = section.part.empty() ? borrowed(item_.content)
                                              : locate(section, records::SectionKind::whole);
                break;
            case SectionText::header:
                octets = locate(section, records::SectionKind::header);
                break;
            case SectionText::text:
                octets = locate(section, records::SectionKind::text);
                break;
            case SectionText::mime:
                octets = locate(section, records::SectionKind::mime);
                break;
            case SectionText::header_fields:
            case SectionText::header_fields_not:
                octets = fields_of(wanted);
                break;
        }
    }
    apply(wanted.partial, *octets);
    if (octets->exists) hide_nul(*octets);
    return octets;
}

SectionOctets SectionCutter::locate(const grammar::Section& section, records::SectionKind kind) {
    const auto range = records::locate_section(structure(), section.part, kind);
    return range ? borrowed(records::cut(item_.content, *range)) : nil();
}

SectionOctets SectionCutter::fields_of(const grammar::FetchSection& wanted) {
    const auto header = locate(wanted.section, records::SectionKind::header);
    if (!header.exists) return nil();
    const auto choice = wanted.section.text == SectionText::header_fields
                            ? records::FieldChoice::keep
                            : records::FieldChoice::drop;
    return owning(records::filter_header(header.view(), wanted.section.fields, choice));
}

bool SectionCutter::is_unknown_encoding(const std::vector<std::uint32_t>& binary_part) {
    if (binary_part.empty()) return false;
    const auto* part = records::find_part(structure(), binary_part);
    return part != nullptr && !records::is_known_encoding(part->encoding);
}

SectionOctets SectionCutter::cut(const grammar::FetchBinary& wanted) {
    SectionOctets octets;
    if (wanted.part.empty()) {
        octets = borrowed(item_.content);
    } else {
        const auto* part = records::find_part(structure(), wanted.part);
        if (part == nullptr) return nil();
        auto decoded = records::decode_part(records::cut(item_.content, part->body), part->encoding);
        if (!decoded) throw std::logic_error("a part of unknown encoding was to be decoded");
        octets = owning(std::move(*decoded));
    }
    apply(wanted.partial, octets);
    // RFC 9051 4.3.1: octets with NUL go out in a literal8.
    if (octets.view().find('\0') != std::string_view::npos) octets.literal = grammar::LiteralKind::binary;
    return octets;
}

}  // namespace postvern::services::imap
