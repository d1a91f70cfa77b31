// Layout. Envelope: date, subject, from, sender, reply-to, to, cc, bcc, in-reply-to, message-id. A
// list is its length + 1, then name, route, mailbox and host of each; sender and reply-to are 0
// where they equal from. A part: flags; type, subtype, encoding; parameters; what the flags
// announce; octets between the end of the part before (or the start of the body around) and its
// header; length of header and body; lines; then the envelope and the one part of a message, or the
// parts of a multipart.
#include "records/format/part_codec.hpp"

#include <utility>

namespace postvern::records::format {
namespace {

enum PartFlag : std::uint8_t {  // bits 0 and 1: PartKind
    kHasId = 0x04,
    kHasDescription = 0x08,
    kHasMd5 = 0x10,
    kHasDisposition = 0x20,
    kHasLanguages = 0x40,
    kHasLocation = 0x80,
};

void write_addresses(WireWriter& out, const std::vector<Address>& list) {
    out.number(list.size() + 1);
    for (const auto& address : list) {
        out.optional_text(address.name);
        out.optional_text(address.route);
        out.optional_text(address.mailbox);
        out.optional_text(address.host);
    }
}

void write_addresses_unless_from(WireWriter& out, const std::vector<Address>& list,
                                 const std::vector<Address>& from) {
    if (list == from) return out.number(0);
    write_addresses(out, list);
}

void read_addresses(WireReader& in, std::size_t count, std::vector<Address>& list) {
    if (count > in.remaining() / 4) in.fail("addresses");  // four octets each at least
    list.resize(count);
    for (auto& address : list) {
        address.name = in.optional_text();
        address.route = in.optional_text();
        address.mailbox = in.optional_text();
        address.host = in.optional_text();
    }
}

void read_list(WireReader& in, std::vector<Address>& list) {
    const auto length = in.number();
    if (length == 0) in.fail("a list");
    read_addresses(in, static_cast<std::size_t>(length - 1), list);
}

void read_list_or_from(WireReader& in, std::vector<Address>& list,
                       const std::vector<Address>& from) {
    const auto length = in.number();
    if (length == 0) {
        list = from;
        return;
    }
    read_addresses(in, static_cast<std::size_t>(length - 1), list);
    if (list == from) in.fail("a list that differs from the senders");
}

void write_parameters(WireWriter& out, const std::vector<Parameter>& parameters) {
    out.number(parameters.size());
    for (const auto& parameter : parameters) {
        out.text(parameter.name);
        out.text(parameter.value);
    }
}

std::vector<Parameter> read_parameters(WireReader& in) {
    const auto count = in.count();
    std::vector<Parameter> parameters;
    for (std::size_t i = 0; i < count; ++i) {
        std::string name(in.text());
        parameters.push_back({std::move(name), std::string(in.text())});
    }
    return parameters;
}

std::string required_text(WireReader& in) { return std::string(in.text()); }

std::uint8_t flags_of(const BodyPart& part) {
    const auto flag = [](bool present, PartFlag bit) {
        return present ? static_cast<unsigned>(bit) : 0U;
    };
    return static_cast<std::uint8_t>(
        static_cast<unsigned>(part.kind) | flag(part.id.has_value(), kHasId) |
        flag(part.description.has_value(), kHasDescription) | flag(part.md5.has_value(), kHasMd5) |
        flag(part.disposition.has_value(), kHasDisposition) |
        flag(!part.languages.empty(), kHasLanguages) |
        flag(part.location.has_value(), kHasLocation));
}

void write_fields(WireWriter& out, const BodyPart& part) {
    out.text(part.type);
    out.text(part.subtype);
    out.text(part.encoding);
    write_parameters(out, part.parameters);
    if (part.id) out.text(*part.id);
    if (part.description) out.text(*part.description);
    if (part.md5) out.text(*part.md5);
    if (part.disposition) {
        out.text(part.disposition->kind);
        write_parameters(out, part.disposition->parameters);
    }
    if (!part.languages.empty()) {
        out.number(part.languages.size());
        for (const auto& language : part.languages) out.text(language);
    }
    if (part.location) out.text(*part.location);
}

// `from`: where the part before ends, or the body around begins.
void write_part(WireWriter& out, const BodyPart& part, std::uint64_t from) {
    out.octet(flags_of(part));
    write_fields(out, part);
    out.number(part.header.begin - from);
    out.number(part.header.size());
    out.number(part.body.size());
    out.number(part.lines);
    if (part.kind == PartKind::message) write_envelope(out, part.envelope.value());
    if (part.kind == PartKind::multipart) out.number(part.children.size());
    auto end = part.body.begin;
    for (const auto& child : part.children) {
        write_part(out, child, end);
        end = child.body.end;
    }
}

class StructureReader {
  public:
    explicit StructureReader(WireReader& in) : in_(in) {}

    // A part within `space`, at most kMaxDepth deep.
    BodyPart part(OctetRange space, std::size_t depth) {
        if (depth > kMaxDepth || ++parts_ > kMaxParts) in_.fail("fewer parts");
        BodyPart part;
        const auto flags = in_.octet();
        if ((flags & 3) > static_cast<int>(PartKind::message)) in_.fail("a kind of part");
        part.kind = static_cast<PartKind>(flags & 3);
        read_fields(part, flags);
        read_ranges(part, space);
        read_children(part, depth);
        return part;
    }

  private:
    void read_fields(BodyPart& part, std::uint8_t flags) {
        part.type = required_text(in_);
        part.subtype = required_text(in_);
        part.encoding = required_text(in_);
        part.parameters = read_parameters(in_);
        if (flags & kHasId) part.id = required_text(in_);
        if (flags & kHasDescription) part.description = required_text(in_);
        if (flags & kHasMd5) part.md5 = required_text(in_);
        if (flags & kHasDisposition) {
            auto kind = required_text(in_);
            part.disposition = Disposition{std::move(kind), read_parameters(in_)};
        }
        if (flags & kHasLanguages) {
            const auto count = in_.count();
            if (count == 0) in_.fail("languages");
            for (std::size_t i = 0; i < count; ++i) part.languages.push_back(required_text(in_));
        }
        if (flags & kHasLocation) part.location = required_text(in_);
    }

    // `length` octets from `begin`, no further than `end`.
    OctetRange range(std::uint64_t begin, std::uint64_t length, std::uint64_t end) {
        if (begin > end || length > end - begin) in_.fail("octets within the part around");
        return {begin, begin + length};
    }

    void read_ranges(BodyPart& part, OctetRange space) {
        const auto gap = range(space.begin, in_.number(), space.end);
        part.header = range(gap.end, in_.number(), space.end);
        part.body = range(part.header.end, in_.number(), space.end);
        part.lines = in_.number();
        if (part.lines > part.body.size()) in_.fail("lines within the part");
    }

    void read_children(BodyPart& part, std::size_t depth) {
        if (part.kind == PartKind::leaf) return;
        if (part.kind == PartKind::message) part.envelope = read_envelope(in_);
        const auto count = part.kind == PartKind::multipart ? in_.count() : 1;
        if (count == 0) in_.fail("parts");
        auto space = part.body;
        for (std::size_t i = 0; i < count; ++i) {
            part.children.push_back(this->part(space, depth + 1));
            space.begin = part.children.back().body.end;
        }
    }

    WireReader& in_;
    std::size_t parts_ = 0;
};

}  // namespace

void write_envelope(WireWriter& out, const Envelope& envelope) {
    out.optional_text(envelope.date);
    out.optional_text(envelope.subject);
    write_addresses(out, envelope.from);
    write_addresses_unless_from(out, envelope.sender, envelope.from);
    write_addresses_unless_from(out, envelope.reply_to, envelope.from);
    write_addresses(out, envelope.to);
    write_addresses(out, envelope.cc);
    write_addresses(out, envelope.bcc);
    out.optional_text(envelope.in_reply_to);
    out.optional_text(envelope.message_id);
}

Envelope read_envelope(WireReader& in) {
    Envelope envelope;
    envelope.date = in.optional_text();
    envelope.subject = in.optional_text();
    read_list(in, envelope.from);
    read_list_or_from(in, envelope.sender, envelope.from);
    read_list_or_from(in, envelope.reply_to, envelope.from);
    read_list(in, envelope.to);
    read_list(in, envelope.cc);
    read_list(in, envelope.bcc);
    envelope.in_reply_to = in.optional_text();
    envelope.message_id = in.optional_text();
    return envelope;
}

void write_structure(WireWriter& out, const BodyPart& root) { write_part(out, root, 0); }

BodyPart read_structure(WireReader& in, std::uint64_t size) {
    return StructureReader(in).part({0, size}, 0);
}

}  // namespace postvern::records::format
