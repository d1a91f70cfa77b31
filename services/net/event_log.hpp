// EventLog: what operators see of the running server: kinds of events and how many, never who.
// Thread-safe. A kind is a literal of the program text by construction, so that nothing that came
// from outside can be written. ISP: operational logs carry no personal data.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string_view>

#include "services/net/session_reference.hpp"
#include "services/net/timer.hpp"

namespace postvern::services::net {

class EventKind {
  public:
    // NOLINTNEXTLINE(google-explicit-constructor): calls read log.note("tls-handshake-failed")
    consteval EventKind(const char* literal) : name_(literal) {}
    constexpr std::string_view name() const { return name_; }

  private:
    std::string_view name_;
};

class EventLog {
  public:
    virtual ~EventLog() = default;
    virtual void note(EventKind kind, std::uint64_t count = 1) = 0;
    // An event worth finding again: `reference` is the random word its client was shown.
    virtual void note(EventKind kind, const SessionReference& reference) = 0;
    // Writes counts that are held back.
    virtual void flush() {}
};

// Writes `event=KIND count=N` lines to a file descriptor, standard error by default: the first of
// a kind at once, then at most one line per kind and second; what falls between is counted into the
// next line or flush(), so that a flood of events cannot flood the log.
class LineEventLog final : public EventLog {
  public:
    explicit LineEventLog(int fd = 2) : fd_(fd) {}
    ~LineEventLog() override;
    void note(EventKind kind, std::uint64_t count = 1) override;
    void note(EventKind kind, const SessionReference& reference) override;
    void flush() override;

  private:
    struct Tally {
        std::uint64_t held = 0;
        Clock::time_point written{};
    };
    void write_line(std::string_view kind, std::uint64_t count, std::string_view reference) const;

    int fd_;
    std::mutex mutex_;
    std::map<std::string_view, Tally> tallies_;
};

}  // namespace postvern::services::net
