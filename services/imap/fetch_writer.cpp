#include "services/imap/fetch_writer.hpp"

#include <algorithm>
#include <chrono>

#include "services/imap/grammar/envelope_writer.hpp"

namespace postvern::services::imap {

namespace {

using grammar::FetchBinary;
using grammar::FetchBinarySize;
using grammar::FetchItem;
using grammar::FetchSection;
using records::Fields;

// Unsent octets above which the writer waits for the client; also the size of the pieces in which large
// messages go out.
constexpr std::size_t kHighWater = 256 * 1024;
// Octets that are cheaper to copy into the line than to write apart.
constexpr std::size_t kShort = 512;

std::optional<Fields> needs_of(const grammar::FetchAttribute& attribute) {
    if (const auto* item = std::get_if<FetchItem>(&attribute)) {
        const bool is_state = *item == FetchItem::flags || *item == FetchItem::uid ||
                              *item == FetchItem::rfc822_size;
        return is_state ? std::nullopt : std::optional(Fields::summary);
    }
    if (const auto* section = std::get_if<FetchSection>(&attribute)) {
        return SectionCutter::needs(*section);
    }
    if (const auto* binary = std::get_if<FetchBinary>(&attribute)) {
        return SectionCutter::needs(binary->part);
    }
    const auto& part = std::get<FetchBinarySize>(attribute).part;
    return part.empty() ? std::nullopt : std::optional(SectionCutter::needs(part));
}

grammar::DateTime date_time(const records::InternalDate& date) {
    return {std::chrono::sys_seconds(std::chrono::seconds(date.seconds)),
            std::chrono::minutes(date.zone_minutes)};
}

bool asks_for(const grammar::Fetch& command, FetchItem wanted) {
    return std::any_of(command.attributes.begin(), command.attributes.end(), [&](const auto& each) {
        const auto* item = std::get_if<FetchItem>(&each);
        return item != nullptr && *item == wanted;
    });
}

}  // namespace

FetchWriter::FetchWriter(Session& session, const grammar::Fetch& command,
                         const policy::UidSet& newly_seen)
    : session_(session),
      command_(command),
      newly_seen_(newly_seen),
      told_(session.mailbox().told),
      asks_uid_(asks_for(command, FetchItem::uid)),
      asks_flags_(asks_for(command, FetchItem::flags)) {}

std::optional<Fields> FetchWriter::needs(const grammar::Fetch& command) {
    std::optional<Fields> all;
    for (const auto& attribute : command.attributes) {
        const auto one = needs_of(attribute);
        if (!one) continue;
        all = static_cast<Fields>(static_cast<int>(all.value_or(*one)) | static_cast<int>(*one));
    }
    return all;
}

bool FetchWriter::marks_seen(const grammar::Fetch& command) {
    using grammar::SeenEffect;
    return std::any_of(command.attributes.begin(), command.attributes.end(), [](const auto& each) {
        const auto* section = std::get_if<FetchSection>(&each);
        const auto* binary = std::get_if<FetchBinary>(&each);
        return (section != nullptr && section->effect == SeenEffect::marks_seen) ||
               (binary != nullptr && binary->effect == SeenEffect::marks_seen);
    });
}

bool FetchWriter::has_binary(const grammar::Fetch& command) {
    return std::any_of(command.attributes.begin(), command.attributes.end(), [](const auto& each) {
        return std::holds_alternative<FetchBinary>(each) ||
               std::holds_alternative<FetchBinarySize>(each);
    });
}

bool FetchWriter::is_undecodable(const grammar::Fetch& command, SectionCutter& cutter) {
    return std::any_of(command.attributes.begin(), command.attributes.end(), [&](const auto& each) {
        const auto* octets = std::get_if<FetchBinary>(&each);
        const auto* size = std::get_if<FetchBinarySize>(&each);
        return (octets != nullptr && cutter.is_unknown_encoding(octets->part)) ||
               (size != nullptr && cutter.is_unknown_encoding(size->part));
    });
}

void FetchWriter::begin(const records::ItemState& state) {
    line_ = "* ";
    grammar::write_number(line_, *told_->find(state.uid) + 1);
    line_ += " FETCH (";
    is_first_ = true;
    // RFC 9051 6.4.9: answers to UID FETCH name the UID, asked or not.
    if (command_.numbering == grammar::Numbering::uid && !asks_uid_) {
        write_state_item(FetchItem::uid, state);
    }
    if (!asks_flags_ && newly_seen_.contains(records::number(state.uid))) {
        write_state_item(FetchItem::flags, state);
    }
}

void FetchWriter::end() {
    line_ += ")\r\n";
    session_.stream().write(line_);
    line_.clear();
}

// Flags are those that the client was told last, so that nothing is announced twice.
void FetchWriter::write_state_item(FetchItem item, const records::ItemState& state) {
    separate();
    grammar::write_fetch_name(line_, item);
    line_ += ' ';
    if (item == FetchItem::uid) {
        grammar::write_number(line_, records::number(state.uid));
    } else if (item == FetchItem::rfc822_size) {
        grammar::write_number(line_, state.size);
    } else {
        const auto& told = (*told_)[*told_->find(state.uid)];
        grammar::write_flags(line_, wire_flags(told.flags, session_.keywords()));
    }
}

void FetchWriter::write_summary_item(FetchItem item, const records::SummaryView& summary) {
    separate();
    grammar::write_fetch_name(line_, item);
    line_ += ' ';
    if (item == FetchItem::internal_date) {
        grammar::write_date_time(line_, date_time(summary.internal_date()));
    } else if (item == FetchItem::envelope) {
        grammar::write_envelope(line_, summary.envelope(), session_.quoted());
    } else {
        const auto fields = item == FetchItem::body ? grammar::BodyFields::basic
                                                    : grammar::BodyFields::extended;
        grammar::write_body_structure(line_, summary.structure(), fields, session_.quoted());
    }
}

void FetchWriter::write(const records::ItemState& state) {
    begin(state);
    for (const auto& attribute : command_.attributes) {
        if (const auto* item = std::get_if<FetchItem>(&attribute)) {
            write_state_item(*item, state);
        } else {  // BINARY.SIZE[], of the whole message
            separate();
            grammar::write_fetch_name(line_, attribute);
            line_ += ' ';
            grammar::write_number(line_, state.size);
        }
    }
    end();
}

net::Task<FetchWriter::Written> FetchWriter::write(const records::Item& item, Fields fields) {
    SectionCutter cutter(item, fields);
    if (is_undecodable(command_, cutter)) co_return Written::undecodable;
    begin(item.state);
    for (const auto& attribute : command_.attributes) {
        if (const auto* plain = std::get_if<FetchItem>(&attribute)) {
            if (needs_of(attribute)) {
                write_summary_item(*plain, cutter.summary());
            } else {
                write_state_item(*plain, item.state);
            }
            continue;
        }
        if (const auto* size = std::get_if<FetchBinarySize>(&attribute)) {
            write_binary_size(*size, cutter);
            continue;
        }
        const auto* section = std::get_if<FetchSection>(&attribute);
        const auto octets =
            section != nullptr
                ? cutter.cut(*section)
                : cutter.cut(std::get<FetchBinary>(attribute));
        // Only where no content was read, so nothing of the answer has left yet.
        if (!octets) co_return Written::needs_content;
        separate();
        grammar::write_fetch_name(line_, attribute);
        line_ += ' ';
        if (octets->exists) {
            auto writing = write_octets(*octets, fields != Fields::summary);
            co_await writing;
        } else {
            line_ += "NIL";
        }
    }
    end();
    co_return Written::whole;
}

void FetchWriter::write_binary_size(const FetchBinarySize& wanted, SectionCutter& cutter) {
    const FetchBinary whole{wanted.part, std::nullopt, grammar::SeenEffect::peeks};
    separate();
    grammar::write_fetch_name(line_, wanted);
    line_ += ' ';
    const auto octets = cutter.cut(whole);
    grammar::write_number(line_, octets.view().size());
}

net::Task<void> FetchWriter::write_octets(const SectionOctets& octets, bool may_leave) {
    auto rest = octets.view();
    grammar::write_literal_header(line_, rest.size(), octets.literal);
    if (!may_leave || rest.size() <= kShort) {
        line_ += rest;
        co_return;
    }
    auto& stream = session_.stream();
    stream.write(line_);
    line_.clear();
    while (!rest.empty()) {
        stream.write(rest.substr(0, kHighWater));
        rest.remove_prefix(std::min(rest.size(), kHighWater));
        if (stream.unsent() > kHighWater) co_await stream.drain(kHighWater);
    }
}

}  // namespace postvern::services::imap
