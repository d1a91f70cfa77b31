// The table of commands, from which HELP follows.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "services/smtp/session.hpp"

namespace postvern::services::smtp {

// Bits of sets: dialects and states in which a command may be given.
enum Dialects : std::uint8_t { kLmtp = 1, kSubmission = 2, kBoth = 3 };
enum States : std::uint8_t {  // 1 << index of the session's state
    kConnected = 1,
    kGreeted = 2,
    kMailing = 4,
    kReceiving = 8,
    kAfterHello = kGreeted | kMailing | kReceiving,
    kAnyState = 15,
};

// What must have happened before, in a submission.
enum class Needs : std::uint8_t { nothing, tls, sign_in };

struct CommandRow {
    std::string_view verb;
    Dialects dialects;
    States states;
    Needs needs;
    net::Task<void> (Session::*run)(std::string_view arguments);

    // All rows, sorted by verb.
    static std::span<const CommandRow> table();
    // The row of `verb` (upper case) in `dialect`, or null.
    static const CommandRow* find(std::string_view verb, Dialect dialect);

    bool is_of(Dialect dialect) const {
        return (dialects & (dialect == Dialect::lmtp ? kLmtp : kSubmission)) != 0;
    }
    bool allows_state(std::size_t index) const { return ((states >> index) & 1) != 0; }
};

}  // namespace postvern::services::smtp
