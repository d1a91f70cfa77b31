// A decision of the past, made again under the rules and facts of its day: what was recorded can be shown to
// follow from them (GDPR Art. 5(2)). An entry names people by pseudonym, rounds its moment and does not say which
// collection was touched; so it is asked for each thing that it may have been, at each state of facts that it may
// have met, until one gives what was recorded. *Blocking.*
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "policy/rulebook_file.hpp"
#include "policy/past_rules.hpp"
#include "records/ledger.hpp"
#include "records/site.hpp"

namespace postvern::compliance {

// The rulebook of that version; absent: it is not kept.
using RulebookShelf =
    std::function<std::optional<std::vector<policy::RulebookFile>>(const policy::RulebookVersion&)>;

struct Replayed {
    enum class Outcome {
        same,     // the rules and facts of its day decide as was recorded
        differs,  // nothing that it may have been is decided so
        unknown,  // it cannot be told: `why`
    };

    Outcome outcome = Outcome::unknown;
    std::string why;
    records::RecordedAct recorded;
    // What was asked, and what came of it: the first that agrees, or else the first that may have been.
    std::optional<policy::PastRequest> request;
    policy::Decision decision;
};

// Entry `sequence` of the access record; `grant` is for [read_record on the record]. Absent: there is no such
// entry, its keys are destroyed, or it is sealed to an officer and `key` is not that officer's. Throws what reading the store throws.
std::optional<Replayed> replay(records::Site& site, policy::Grant&& grant, std::uint64_t sequence,
                               const RulebookShelf& shelf,
                               const records::ReadingKey* key = nullptr);

}  // namespace postvern::compliance
