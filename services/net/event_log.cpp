#include "services/net/event_log.hpp"

#include <unistd.h>

#include <string>

namespace postvern::services::net {

namespace {

constexpr auto kLeastInterval = std::chrono::seconds(1);

}  // namespace

LineEventLog::~LineEventLog() { flush(); }

void LineEventLog::note(EventKind kind, std::uint64_t count) {
    const std::scoped_lock lock(mutex_);
    auto& tally = tallies_[kind.name()];
    tally.held += count;
    const auto now = Clock::now();
    if (tally.written != Clock::time_point{} && now - tally.written < kLeastInterval) return;
    tally.written = now;
    write_line(kind.name(), tally.held, {});
    tally.held = 0;
}

void LineEventLog::note(EventKind kind, const SessionReference& reference) {
    const std::scoped_lock lock(mutex_);
    auto& tally = tallies_[kind.name()];
    const auto now = Clock::now();
    if (tally.written != Clock::time_point{} && now - tally.written < kLeastInterval) {
        ++tally.held;
        return;
    }
    tally.written = now;
    write_line(kind.name(), tally.held + 1, reference.text());
    tally.held = 0;
}

void LineEventLog::flush() {
    const std::scoped_lock lock(mutex_);
    for (auto& [kind, tally] : tallies_) {
        if (tally.held == 0) continue;
        write_line(kind, tally.held, {});
        tally.held = 0;
        tally.written = Clock::now();
    }
}

void LineEventLog::write_line(std::string_view kind, std::uint64_t count,
                              std::string_view reference) const {
    std::string line("event=");
    line.append(kind).append(" count=").append(std::to_string(count));
    if (!reference.empty()) line.append(" reference=").append(reference);
    line.push_back('\n');
    // One write per line keeps lines whole; a log that cannot be written must not stop the server.
    [[maybe_unused]] const auto written = ::write(fd_, line.data(), line.size());
}

}  // namespace postvern::services::net
