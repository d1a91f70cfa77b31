// What a command shows of the access record: as sentences, as CSV, and as data for JSON. Pure
// functions.
#pragma once

#include <optional>
#include <vector>

#include "services/control/arguments.hpp"
#include "services/control/ledger/record_filter.hpp"
#include "services/control/ledger/record_sentences.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

struct RecordListing {
    std::vector<records::RecordedAct> acts{};
    // Of one owner; absent: of nobody.
    std::optional<std::vector<records::AccessTally>> tallies{};
    std::uint64_t sealed = 0;  // entries that may fit and stayed closed
    bool is_counted = true;  // unless that owner wants no tallies
};

// What is asked for by --tallies and --csv: a table is of one kind, sentences are of both.
struct PartsWanted {
    bool entries = true;
    bool tallies = true;
};
PartsWanted parts_wanted(const Arguments& arguments);

// --csv: a table of the entries, or with --tallies of the tallies; without, sentences of both.
Reply to_reply(const RecordListing& listing, const records::RecordFilter& filter, Audience audience,
               const Arguments& arguments);

}  // namespace postvern::services::control
