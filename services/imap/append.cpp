// APPEND: RFC 9051 6.3.12, RFC 4315 3 (APPENDUID), RFC 7889 4 (TOOBIG), RFC 6855 4 (UTF8).
#include <stdexcept>

#include "services/imap/commands.hpp"
#include "services/net/memory_budget.hpp"

namespace postvern::services::imap {

namespace {

// A refused message that is on its way is read and dropped, but not without end.
constexpr std::uint64_t kMostSkippedFactor = 4;
constexpr std::size_t kRestLimit = 64;  // of the line behind it

records::Incoming incoming(Session& session, const grammar::Append& command,
                           std::shared_ptr<const std::string> octets) {
    records::Incoming item;
    item.octets = std::move(octets);
    item.date.seconds = session.parts().clock();
    if (command.date) {
        item.date.seconds = command.date->instant.time_since_epoch().count();
        item.date.zone_minutes = static_cast<std::int32_t>(command.date->zone_offset.count());
    }
    item.system_flags = system_bits(command.flags);
    item.keywords = command.flags.keywords;
    return item;
}

net::Task<records::Placed> add(Session& session, records::Placement placement) {
    using Placed = std::vector<records::Placed>;
    std::vector<records::Placement> placements;
    placements.push_back(std::move(placement));
    auto act = [&archive = session.parts().archive,
                placements = std::move(placements)](net::Completion<Placed> done) mutable {
        archive.add(std::move(placements), std::move(done));
    };
    auto adding = session.archived_blocking<Placed>(std::move(act));
    const auto placed = co_await adding;
    co_return placed.front();
}

}  // namespace

Answering append(Session& session, grammar::Append& command) {
    // What can be refused is refused before the client is asked for the message.
    if (command.message.octets > session.parts().settings.message_octets) {
        co_return no("TOOBIG", "The message is larger than this server takes");
    }
    auto finding = session.find_target(std::move(command.mailbox));
    const auto target = co_await finding;
    // All of it is leased before the client is asked for it, so that what is begun is not refused
    // half way; held until the store has it.
    net::MemoryBudget::Lease lease(session.parts().budget);
    if (!lease.cover(command.message.octets)) {
        co_return no("UNAVAILABLE", "Too much mail at once, try later");  // RFC 5530 3
    }
    auto receiving = session.receive_message(command.utf8 ? ")" : "");
    auto received = co_await receiving;
    // RFC 9051 4.3.1: only a literal8 may hold NUL.
    if (!command.message.binary && received.find('\0') != std::string::npos) {
        co_return bad("NUL travels in a literal8 only");
    }
    auto octets = std::make_shared<const std::string>(std::move(received));
    auto asking = session.ask(policy::Action::append, session.collection(target.id));
    auto grant = co_await asking;
    auto item = incoming(session, command, std::move(octets));
    auto adding = add(session, {std::move(grant), std::move(item)});
    const auto placed = co_await adding;
    co_return ok("Added", "APPENDUID " + std::to_string(records::number(placed.uid_validity)) + ' ' +
                              std::to_string(records::number(placed.uid)));
}

net::Task<std::string> Session::receive_message(std::string_view rest) {
    if (!message_) throw std::logic_error("no message was announced");
    if (message_->synchronizing) stream_.write("+ Send the message\r\n");
    const auto announced = *std::exchange(message_, std::nullopt);
    std::string octets;
    octets.reserve(announced.octets);  // the caller has leased that much
    auto sink = [&octets](std::span<const char> piece) { octets.append(piece.data(), piece.size()); };
    auto receiving = stream_.read_exactly(announced.octets, std::move(sink));
    co_await receiving;
    const auto line = co_await stream_.read_line(kRestLimit);
    if (line.kind != net::Line::Kind::text || line.text != rest) {
        auto dropping = drop_rest(line);
        co_await dropping;
        throw Refused(bad("The command goes on behind its message"));
    }
    co_return octets;
}

// A command was refused whose message may be on its way.
net::Task<void> Session::skip_message() {
    const auto announced = *std::exchange(message_, std::nullopt);
    if (announced.synchronizing) co_return;  // RFC 9051 4.3: then it is not sent
    if (announced.octets > parts_.settings.message_octets * kMostSkippedFactor) {
        say_bye("The message is far too large");
        end();
        co_return;
    }
    auto dropping = stream_.read_exactly(announced.octets, [](std::span<const char>) {});
    co_await dropping;
    const auto line = co_await stream_.read_line(kRestLimit);
    auto skipping = drop_rest(line);
    co_await skipping;
}

}  // namespace postvern::services::imap
