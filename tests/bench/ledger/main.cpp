// ledgerbench DIRECTORY [LEAVES]: how fast the access record is, beside what the disk, SQLite and
// SHA-256 give by themselves in the same run. DIRECTORY lies on the disk to be measured; the files
// go with the program. See docs/benchmarks-ledger.md.
#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <string>

#include "house.hpp"
#include "peers.hpp"
#include "stopwatch.hpp"

namespace postvern::bench::ledger {

namespace {

namespace fs = std::filesystem;

void print(const std::string& figure, double value, const std::string& unit,
           const std::string& aim = "") {
    std::cout << "| " << figure << " | " << unit << " | " << std::fixed
              << std::setprecision(value < 10     ? 2
                                   : value < 1000 ? 1
                                                  : 0)
              << value << " | " << aim << " |\n"
              << std::flush;
}

// How many want a processor: with more than there are the figures are too low.
void print_load(const std::string& when) {
    double load = 0;
    if (::getloadavg(&load, 1) == 1) print("Load of the machine, " + when, load, "");
}

void measure_appends(const fs::path& directory) {
    print("Disk: 4 KiB appended and made durable", syncs(directory), "/s");
    print("SQLite: rows of an entry's size, one a transaction", sqlite_rows(directory, 1),
          "rows/s");
    print("SQLite: the same, 1000 a transaction", sqlite_rows(directory, 1000), "rows/s");
    {
        House house(directory / "singly");
        const auto singly = recorded_singly(house, 32);
        print("Entries of 32 callers, each waiting for its own", singly.rate, "entries/s",
              "at least 10000");
        print("transactions that took", singly.commits, "/s");
        print("processor time of one, callers included", singly.processor, "us");
    }
    for (const int batch : {1000, 10'000}) {
        House house(directory / ("batches" + std::to_string(batch)));
        const auto batched = recorded_in_batches(house, batch);
        print("Entries handed in " + std::to_string(batch) + " at a time", batched.rate,
              "entries/s", "at least 100000");
        print("transactions that took", batched.commits, "/s");
        print("processor time of the writer for one", batched.processor, "us");
    }
    House house(directory / "tallies");
    print("Tally", tally_nanoseconds(house), "ns", "under 100");
}

void print_verification(const std::string& of, std::uint64_t leaves, const Verified& verified,
                        double raw) {
    const double rate = 2 * static_cast<double>(leaves) / verified.processor;
    print(of, verified.seconds, "s");
    print("processor time of it", verified.processor, "s");
    print("hashes of 65 octets (two a leaf) that makes, a second of that", rate, "/s");
    print("of the speed of OpenSSL alone", 100 * rate / raw, "%", "100");
    print("memory that it takes more", verified.peak / 1024, "MiB", "constant");
}

void measure_tree(const fs::path& directory, std::uint64_t leaves) {
    const std::string of = "Of " + std::to_string(leaves) + " leaves: ";
    House house(directory / ("tree" + std::to_string(leaves)));
    const Stopwatch growing;
    grow(house, leaves);
    print(of + "growing ledger.db", growing.seconds(), "s");
    const Verified first = verified(house);
    const double own = hashes();
    const double raw = openssl_hashes();
    print("SHA-256 of 65 octets, as the tree calls it, a second of a processor", own, "/s");
    print("the same, OpenSSL's own calls alone", raw, "/s");
    print_verification(of + "verification of ledger.db, three threads", leaves, first, raw);
    const Proofs proved = proofs(house, leaves);
    print(of + "opening", proved.opening, "s");
    print(of + "proof of inclusion, median", proved.median, "ms", "under 1");
    print(of + "proof of inclusion, 99th percentile", proved.slowest, "ms");
    write_tiles(house);
    const Verified reading = tiles_read(house);
    const double hashing = openssl_hashes();
    const Verified checked = verified_by_outsiders(house);
    print_verification(of + "verification of the tiles by postvern-verify", leaves, checked, hashing);
    print("reading the same files alone, processor time", reading.processor, "s");
    print("of the speed of OpenSSL and of that reading together",
          100 * (reading.processor + 2 * static_cast<double>(leaves) / hashing) / checked.processor, "%", "100");
}

void measure(const fs::path& parent, std::uint64_t leaves) {
    const fs::path directory = parent / "ledgerbench";
    fs::create_directories(directory);
    std::cout << "| Figure | Unit | | Aim |\n|---|---|---:|---|\n";
    print_load("at the beginning");
    measure_appends(directory);
    print_load("then");
    measure_tree(directory, leaves / 10);
    measure_tree(directory, leaves);
    print_load("at the end");
    fs::remove_all(directory);
}

}  // namespace

}  // namespace postvern::bench::ledger

int main(int count, char** arguments) {
    if (count < 2 || count > 3 || arguments[1][0] == '-') {
        std::cerr << "usage: ledgerbench DIRECTORY [LEAVES]\n";
        return 2;
    }
    try {
        postvern::bench::ledger::measure(arguments[1],
                                         count == 3 ? std::stoull(arguments[2]) : 10'000'000);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "ledgerbench: " << error.what() << '\n';
        return 1;
    }
}
