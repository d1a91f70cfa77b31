// SectionCutter: the octets that BODY[...] and BINARY[...] ask for, cut from a message by the offsets in
// its summary. A value for the time of one message; not thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "records/archive.hpp"
#include "records/message.hpp"
#include "records/message_section.hpp"
#include "services/imap/grammar/fetch.hpp"
#include "services/imap/grammar/writer.hpp"

namespace postvern::services::imap {

// The octets of a section after its partial was applied: part of the message, or made from it.
struct SectionOctets {
    bool exists = true;  // false: NIL
    std::optional<std::string> made;
    std::string_view cut;  // lies in the message; of no meaning beside `made`
    grammar::LiteralKind literal = grammar::LiteralKind::text;

    std::string_view view() const { return made ? std::string_view(*made) : cut; }
};

class SectionCutter {
  public:
    // `item` outlives the cutter; its content is there if `fields` say so.
    SectionCutter(const records::Item& item, records::Fields fields);

    // What a section needs to be read of a message.
    static records::Fields needs(const grammar::FetchSection& wanted);
    static records::Fields needs(const std::vector<std::uint32_t>& binary_part);

    const records::SummaryView& summary();
    // Absent: the content is needed and not there.
    std::optional<SectionOctets> cut(const grammar::FetchSection& wanted);
    // Whether nobody here can undo the transfer encoding of that part. The content is not needed.
    bool is_unknown_encoding(const std::vector<std::uint32_t>& binary_part);
    // Without transfer encoding. Throws std::logic_error where that is unknown.
    SectionOctets cut(const grammar::FetchBinary& wanted);

  private:
    const records::BodyPart& structure();
    SectionOctets fields_of(const grammar::FetchSection& wanted);
    SectionOctets locate(const grammar::Section& section, records::SectionKind kind);

    const records::Item& item_;
    const bool has_content_;
    std::optional<records::SummaryView> summary_;
    std::optional<records::BodyPart> structure_;
};

}  // namespace postvern::services::imap
