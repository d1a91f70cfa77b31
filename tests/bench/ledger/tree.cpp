#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "compliance/verify/verifier.hpp"
#include "house.hpp"
#include "records/ledger/anchor.hpp"
#include "records/ledger/desk.hpp"
#include "records/ledger/schema.hpp"
#include "records/ledger/tiles.hpp"
#include "records/ledger/tree_store.hpp"
#include "stopwatch.hpp"

namespace postvern::bench::ledger {

namespace {

using records::ledger::Anchor;
using records::ledger::Checkpoint;
using records::ledger::Leaf;
using records::ledger::SiteKeys;
using records::ledger::TreeStore;
using records::merkle::Growth;

constexpr std::uint64_t kTransaction = 100'000;  // leaves

// A line of /proc/self/status, in KiB.
double status(const std::string& name) {
    std::ifstream file("/proc/self/status");
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(name + ':')) return std::stod(line.substr(name.size() + 1));
    }
    throw std::runtime_error("no " + name + " in /proc/self/status");
}

template <typename Verification>
Verified measured(Verification verification) {
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
    const double before = status("VmRSS");
    const Stopwatch watch;
    const ProcessorTime processor;
    verification();
    return {watch.seconds(), processor.seconds(), status("VmHWM") - before};
}

}  // namespace

void grow(House& house, std::uint64_t leaves) {
    records::sql::Connection connection(records::ledger::database_in(house.data),
                                        records::sql::Access::read_write);
    records::ledger::migrate(connection);
    TreeStore tree(connection);
    const SiteKeys site(house.keys);
    Growth growth;
    Leaf leaf{records::Day{20'526}, {}, {}};
    std::mt19937_64 random(1);
    while (growth.size() < leaves) {
        records::sql::Transaction transaction(connection);
        const auto end = std::min(leaves, growth.size() + kTransaction);
        std::vector<std::string> added;
        while (growth.size() + added.size() < end) {
            for (auto& octet : leaf.commitment) octet = static_cast<std::uint8_t>(random());
            added.push_back(encode(leaf));
        }
        tree.append(growth, added);
        if (end == leaves) {
            const Checkpoint last{site.origin(), growth.size(), growth.root(), {}};
            records::sql::Statement(connection,
                                    "INSERT INTO checkpoints (size, note) VALUES (?, ?)")
                .run(last.size, std::string_view(site.signer().sign(text_of(last))));
            Anchor(records::ledger::anchor_in(house.keys_directory))
                .write(site.signer(), {last, {}, 0});
        }
        transaction.commit();
        connection.truncate_log();
    }
}

Proofs proofs(House& house, std::uint64_t leaves) {
    records::LedgerSettings settings = house.settings();
    // The tiles of a tree that grew in one step: a file in their place keeps them from being
    // written.
    std::ofstream(records::ledger::tiles_in(house.data)) << "not measured";
    const Stopwatch opening;
    const records::Ledger ledger(settings, house.keys);
    Proofs found{opening.seconds(), 0, 0};
    std::mt19937_64 random(2);
    std::vector<double> times;
    for (int i = 0; i < 5000; ++i) {
        const auto index = random() % leaves;
        const Stopwatch watch;
        const auto proof = ledger.prove(index);
        times.push_back(watch.seconds() * 1e3);
    }
    std::sort(times.begin(), times.end());
    found.median = times[times.size() / 2];
    found.slowest = times[times.size() * 99 / 100];
    return found;
}

Verified verified(House& house) {
    const SiteKeys site(house.keys);
    return measured([&] {
        const auto examination =
            records::Ledger::verify(house.data, house.keys_directory, site.signer().verifier_key());
        if (examination.fault) throw std::runtime_error(*examination.fault);
    });
}

void write_tiles(House& house) {
    std::filesystem::remove(records::ledger::tiles_in(house.data));  // what proofs() put there
    records::sql::Connection connection(records::ledger::database_in(house.data),
                                        records::sql::Access::read_write);
    const TreeStore tree(connection);
    const SiteKeys site(house.keys);
    const records::ledger::Witnesses none(records::Attestors{});
    records::ledger::Tiles(connection, tree, site.verifier(), none,
                           records::ledger::TileFiles(records::ledger::tiles_in(house.data)))
        .bring_up();
}

Verified tiles_read(House& house) {
    namespace fs = std::filesystem;
    std::vector<char> octets(1 << 16);
    return measured([&] {
        for (const auto& file : fs::recursive_directory_iterator(records::ledger::tiles_in(house.data))) {
            if (file.is_directory()) continue;
            const int descriptor = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
            if (descriptor < 0) throw std::runtime_error("cannot open " + file.path().string());
            while (::read(descriptor, octets.data(), octets.size()) > 0) {
            }
            ::close(descriptor);
        }
    });
}

Verified verified_by_outsiders(House& house) {
    const compliance::verify::Trust trust(
        compliance::verify::parse_key(SiteKeys(house.keys).signer().verifier_key()));
    return measured(
        [&] { compliance::verify::check_tiles(records::ledger::tiles_in(house.data), trust); });
}

}  // namespace postvern::bench::ledger
