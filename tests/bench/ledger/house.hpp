// A ledger to be measured, with its keys in memory: what a key costs when it is made first is not
// part of these figures.
#pragma once

#include <filesystem>

#include "tests/records/ledger/house.hpp"

namespace postvern::bench::ledger {

class House {
  public:
    // Keeps its files in `directory`.
    explicit House(const std::filesystem::path& directory);

    records::LedgerSettings settings() const;
    // An operator's act upon an account.
    policy::Act act(records::AccountId subject) const;
    // An owner's access to the own mail.
    policy::Act access(records::AccountId account) const;

    const std::filesystem::path data, keys_directory;
    records::ledger::MemoryKeys keys;

  private:
    policy::Decision decision_;
};

// Acts recorded one by one by `callers` threads, each waiting for its own: a second, and
// transactions.
struct Recorded {
    double rate;
    double commits;
    double processor;  // microseconds of it that an entry takes: of batches the writer's alone
};
Recorded recorded_singly(House& house, int callers);
// Acts handed in `batch` at a time, and waited for.
Recorded recorded_in_batches(House& house, int batch);
// Nanoseconds that an owner's access costs.
double tally_nanoseconds(House& house);

// Makes a ledger of that many published leaves.
void grow(House& house, std::uint64_t leaves);
struct Proofs {
    double opening;  // seconds until the ledger is open
    double median;   // milliseconds for one proof of inclusion, of leaves drawn at random
    double slowest;  // of a hundred: the 99th percentile
};
Proofs proofs(House& house, std::uint64_t leaves);
struct Verified {
    double seconds;
    double processor;  // seconds
    double peak;       // KiB resident at most meanwhile, less what was resident before
};
// Throws std::runtime_error unless the ledger is sound.
Verified verified(House& house);
// Writes the tree's tiles.
void write_tiles(House& house);
// Opens each file of the tiles once and reads it, for comparison: the kernel's part of an examination.
Verified tiles_read(House& house);
// Has postvern-verify's own code check the tiles. Throws std::runtime_error unless they are sound.
Verified verified_by_outsiders(House& house);

}  // namespace postvern::bench::ledger
