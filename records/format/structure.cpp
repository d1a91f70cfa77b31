// GMime keeps offsets of headers, but not of the bodies of multiparts, nor any that IMAP can cut
// by; so the octets are divided here, and GMime decodes what they hold.
#include "records/format/structure.hpp"

#include <algorithm>
#include <utility>

#include "records/format/ascii.hpp"
#include "records/format/delimiter.hpp"
#include "records/format/envelope.hpp"
#include "records/format/header.hpp"
#include "records/format/mime_field.hpp"

namespace postvern::records::format {
namespace {

// What a part without a usable Content-Type is.
enum class DefaultType { text, message };  // RFC 2045 5.2; RFC 2046 5.1.5 (multipart/digest)

void set_type(BodyPart& part, MediaType media) {
    part.type = std::move(media.type);
    part.subtype = std::move(media.subtype);
    part.parameters = std::move(media.parameters);
}

MediaType plain_text() { return {"text", "plain", {{"charset", "us-ascii"}}}; }

// Sets what the Content-* fields of the part say; of several with one name the first counts.
void describe(BodyPart& part, std::string_view header, DefaultType default_type) {
    bool typed = false;
    bool encoded = false;
    FieldReader fields(header);
    while (const auto field = fields.next()) {
        if (field->name.size() < 10 || !equal_caseless(field->name.substr(0, 8), "content-"))
            continue;
        const auto value = unfold(field->value);
        if (field->is("content-type") && !typed) {
            typed = true;
            set_type(part, parse_media_type(value).value_or(plain_text()));
        } else if (field->is("content-transfer-encoding") && !encoded) {
            encoded = true;
            part.encoding = parse_token(value).value_or("7bit");
        } else if (field->is("content-disposition") && !part.disposition) {
            part.disposition = parse_disposition(value);
        } else if (field->is("content-id") && !part.id) {
            part.id = value;
        } else if (field->is("content-description") && !part.description) {
            part.description = value;
        } else if (field->is("content-md5") && !part.md5) {
            part.md5 = value;
        } else if (field->is("content-location") && !part.location) {
            part.location = value;
        } else if (field->is("content-language") && part.languages.empty()) {
            part.languages = parse_token_list(value);
        }
    }
    if (!typed)
        set_type(part, default_type == DefaultType::message ? MediaType{"message", "rfc822", {}}
                                                            : plain_text());
}

bool holds_message(const BodyPart& part) {
    return part.type == "message" && (part.subtype == "rfc822" || part.subtype == "global");
}

// The boundary without the trailing white space that it must not have; empty: none.  RFC 2046 5.1.1
std::string boundary_of(const BodyPart& part) {
    const auto* value = part.parameter("boundary");
    if (!value) return {};
    auto boundary = *value;
    while (!boundary.empty() && is_blank(boundary.back())) boundary.pop_back();
    return boundary;
}

class Scanner {
  public:
    explicit Scanner(std::string_view message) : message_(message), delimiters_(message) {}

    // The part that begins here; ends at a delimiter of an open multipart, or at the end.
    BodyPart part(DefaultType default_type, std::size_t depth) {
        ++parts_;
        BodyPart part;
        part.header = read_header();
        describe(part, cut_header(part), default_type);
        part.body = {position_, position_};
        const auto lines_before = lines_until(position_);
        if (part.type == "multipart") {
            read_multipart(part, depth);
        } else if (holds_message(part)) {
            read_message(part, depth);
        }
        end_body(part, lines_before);
        return part;
    }

  private:
    std::string_view cut_header(const BodyPart& part) const {
        return message_.substr(part.header.begin, part.header.size());
    }

    // From here to the blank line, a delimiter, or the end.
    OctetRange read_header() {
        const auto begin = position_;
        while (position_ < message_.size() && !delimiters_.at(position_)) {
            const auto line = line_at(message_, position_);
            position_ += line.size();
            if (is_blank_line(line)) break;
        }
        return {begin, position_};
    }

    bool may_descend(std::size_t depth) const { return depth < kMaxDepth && parts_ < kMaxParts; }

    static void make_opaque(BodyPart& part) { set_type(part, {"application", "octet-stream", {}}); }

    void read_message(BodyPart& part, std::size_t depth) {
        if (!may_descend(depth)) return make_opaque(part);
        part.kind = PartKind::message;
        part.children.push_back(this->part(DefaultType::text, depth + 1));
        part.envelope = envelope_of(cut_header(part.children.front()));
    }

    void read_multipart(BodyPart& part, std::size_t depth) {
        auto boundary = boundary_of(part);
        if (boundary.empty()) return set_type(part, plain_text());
        if (!may_descend(depth)) return make_opaque(part);
        const auto level = delimiters_.open_count();
        const auto child = part.subtype == "digest" ? DefaultType::message : DefaultType::text;
        delimiters_.open(std::move(boundary));
        auto delimiter = delimiters_.find(position_);
        while (delimiter && delimiter->level == level && !delimiter->closing) {
            position_ = delimiter->end;
            if (parts_ < kMaxParts) part.children.push_back(this->part(child, depth + 1));
            delimiter = delimiters_.find(position_);
        }
        delimiters_.close_innermost();
        if (delimiter && delimiter->level == level) position_ = delimiter->end;
        // RFC 2046 5.1: a multipart has at least one part; without any it is no multipart.
        if (part.children.empty()) return set_type(part, plain_text());
        part.kind = PartKind::multipart;
    }

    // Moves to the delimiter that ends the part; the line end before that belongs to it (RFC
    // 2046 5.1.1), unless a part within ends there with an empty body, or this one does.
    void end_body(BodyPart& part, std::uint64_t lines_before) {
        const auto delimiter = delimiters_.find(position_);
        position_ = delimiter ? delimiter->begin : message_.size();
        auto end = position_;
        if (delimiter && end > part.body.begin && message_[end - 1] == '\n') {
            --end;
            if (end > part.body.begin && message_[end - 1] == '\r') --end;
        }
        if (!part.children.empty()) end = std::max<std::size_t>(end, part.children.back().body.end);
        part.body.end = end;
        part.lines = lines_until(position_) - lines_before - (end < position_ ? 1 : 0);
    }

    // Line ends before `position`, which never goes back: each octet is counted once.
    std::uint64_t lines_until(std::size_t position) {
        const auto news = message_.substr(counted_, position - counted_);
        lines_ += static_cast<std::uint64_t>(std::count(news.begin(), news.end(), '\n'));
        counted_ = position;
        return lines_;
    }

    std::string_view message_;
    Delimiters delimiters_;
    std::size_t position_ = 0;
    std::size_t parts_ = 0;
    std::size_t counted_ = 0;
    std::uint64_t lines_ = 0;
};

}  // namespace

BodyPart structure_of(std::string_view message) {
    return Scanner(message).part(DefaultType::text, 0);
}

}  // namespace postvern::records::format
