#include <array>
#include <string>
#include <string_view>

#include "services/imap/grammar/writer.hpp"

// write_fetch_name: names of FETCH answers.
namespace postvern::services::imap::grammar {

namespace {

void write_part(std::string& out, const std::vector<std::uint32_t>& part) {
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (i > 0) out += '.';
        write_number(out, part[i]);
    }
}

std::string_view section_text_name(SectionText text) {
    switch (text) {
        case SectionText::all:
            return "";
        case SectionText::header:
            return "HEADER";
        case SectionText::header_fields:
            return "HEADER.FIELDS";
        case SectionText::header_fields_not:
            return "HEADER.FIELDS.NOT";
        case SectionText::text:
            return "TEXT";
        case SectionText::mime:
            return "MIME";
    }
    return "";
}

void write_section(std::string& out, const Section& section) {
    out += '[';
    write_part(out, section.part);
    if (section.text != SectionText::all) {
        if (!section.part.empty()) out += '.';
        out += section_text_name(section.text);
    }
    if (!section.fields.empty()) {
        out += " (";
        for (std::size_t i = 0; i < section.fields.size(); ++i) {
            if (i > 0) out += ' ';
            write_astring(out, section.fields[i], QuotedText::ascii);
        }
        out += ')';
    }
    out += ']';
}

// RFC 9051 7.5.2: "<" number ">", the offset alone.
void write_origin(std::string& out, const std::optional<Partial>& partial) {
    if (!partial) return;
    out += '<';
    write_number(out, partial->offset);
    out += '>';
}

struct NameWriter {
    std::string& out;

    void operator()(FetchItem item) const {
        switch (item) {
            case FetchItem::envelope:
                out += "ENVELOPE";
                break;
            case FetchItem::flags:
                out += "FLAGS";
                break;
            case FetchItem::internal_date:
                out += "INTERNALDATE";
                break;
            case FetchItem::rfc822_size:
                out += "RFC822.SIZE";
                break;
            case FetchItem::body:
                out += "BODY";
                break;
            case FetchItem::body_structure:
                out += "BODYSTRUCTURE";
                break;
            case FetchItem::uid:
                out += "UID";
                break;
        }
    }

    void operator()(const FetchSection& section) const {
        switch (section.alias) {
            case SectionAlias::body:
                out += "BODY";
                write_section(out, section.section);
                write_origin(out, section.partial);
                break;
            case SectionAlias::rfc822:
                out += "RFC822";
                break;
            case SectionAlias::rfc822_header:
                out += "RFC822.HEADER";
                break;
            case SectionAlias::rfc822_text:
                out += "RFC822.TEXT";
                break;
        }
    }

    void operator()(const FetchBinary& binary) const {
        out += "BINARY[";
        write_part(out, binary.part);
        out += ']';
        write_origin(out, binary.partial);
    }

    void operator()(const FetchBinarySize& size) const {
        out += "BINARY.SIZE[";
        write_part(out, size.part);
        out += ']';
    }
};

}  // namespace

void write_fetch_name(std::string& out, const FetchAttribute& attribute) {
    std::visit(NameWriter{out}, attribute);
}

}  // namespace postvern::services::imap::grammar
