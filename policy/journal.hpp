// Port: the access record as the Gate writes it. Implemented by the ledger (records/ledger.hpp).
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <vector>

#include "policy/action.hpp"
#include "policy/decision.hpp"
#include "policy/principal.hpp"
#include "policy/resource.hpp"

namespace postvern::policy {

enum class Outcome : std::uint8_t { granted, refused };

// That an act belongs to a request for data.
struct ActInCase {
    std::uint64_t number = 0;           // 0: it is not opened yet
    std::vector<AccountId> accounts{};  // about whom it is; none: nobody is known
    // Whether they were told of it and no silence stands. As long as that is not so, or nobody knows, nothing that
    // they are shown may differ from what it were without the case.
    bool may_be_shown = false;
};

// One act, as it shall be remembered.
struct Act {
    Principal actor;
    AccountId subject = kNoAccount;  // whose data; none: the house itself
    Action action;
    Purpose purpose;
    Channel channel;
    Outcome outcome;
    std::int64_t moment;          // Unix seconds
    std::uint64_t most_objects;   // upper bound of objects that the grant lets touch
    const Decision& decision;     // borrowed for the call
    std::optional<CollectionKind> kind = {};  // of the collection that was touched, if it was one
    std::optional<ActInCase> legal_case = {};
};

// Thread-safe.
class Journal {
  public:
    virtual ~Journal() = default;

    // Counts `act` in memory; without a subject for delivery and for refusals. Does not block.
    virtual void tally(const Act& act) = 0;

    // Writes one entry. Calls `done` exactly once, from any thread: with nullptr when the entry is
    // durable, with the failure otherwise. `act` is read before record() returns. `done` does not throw.
    virtual void record(const Act& act, std::function<void(std::exception_ptr)> done) = 0;
};

}  // namespace postvern::policy
