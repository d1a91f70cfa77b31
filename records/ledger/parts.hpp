// All that a Ledger holds. Its functions: ledger.cpp, and those that take a grant, under_grant.cpp.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "policy/gate.hpp"
#include "policy/grant.hpp"
#include "records/ledger/attestation_parts.hpp"
#include "records/ledger/desk.hpp"
#include "records/ledger/reader.hpp"

namespace postvern::records {

struct Ledger::Parts {
    Parts(LedgerSettings given, LedgerKeys& keys)
        : settings(std::move(given)),
          site(keys),
          anchor(ledger::anchor_in(settings.keys_directory)),
          witnesses(settings.attestors),
          desk(settings, keys, site, anchor, board, witnesses),
          reader(ledger::database_in(settings.data_directory), keys, site, witnesses, desk.pending(), settings.clock),
          attestations(std::make_unique<Attestations::Parts>(
              ledger::database_in(settings.data_directory), site, witnesses, settings,
              [this](const auto& keep) { keep_attestation(keep); })) {}

    // One entry, not yet with whom to call, for each whom the act is about.
    std::vector<ledger::Writer::Item> described(const policy::Act& act) const;
    void start();
    // Has the writer's thread keep what an outsider attests, and what is given out follow.
    void keep_attestation(const std::function<void(sql::Connection&)>& keep);
    // Runs a duty and keeps account of its failure, until it succeeds.
    enum class Duty { publication, tallies, tiles };
    void attempt(Duty which, const std::function<void()>& duty);
    // Throws policy::Denied unless `grant` is for `action` and of the gate that was named.
    void honour(const policy::Grant& grant, policy::Action action) const;
    // What `grant` lets see. Throws policy::Denied unless it is for reading the record or reviewing a case.
    ledger::Sight sight_of(const policy::Grant& grant, const ReadingKey* key = nullptr) const;

    LedgerSettings settings;
    Opening opening = Opening::normal;
    ledger::SiteKeys site;
    ledger::Anchor anchor;
    ledger::TallyBoard board;
    ledger::Witnesses witnesses;
    ledger::Desk desk;
    ledger::Reader reader;
    Attestations attestations;
    std::atomic<bool> empty{true};
    std::atomic<std::uint64_t> commits{0};
    std::atomic<const policy::Gate*> gate{nullptr};
    std::mutex choice_mutex;  // one choice at a time: memory and what is kept of it say the same
    mutable std::mutex fault_mutex;
    std::map<Duty, std::string> faults;
    std::optional<ledger::Writer> writer;  // last: ends first, while all that it uses is there
};

}  // namespace postvern::records
