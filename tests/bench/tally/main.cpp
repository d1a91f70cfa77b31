// tallycost: what it costs to count an owner's access (the bar is 100 ns): for one owner, for many
// in turn, where some want no counts, for one of those, and from two threads at once. A real ledger
// in a scratch directory, keys in memory. One line of JSON: nanoseconds a tally, medians over
// batches.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

#include "tests/records/ledger/house.hpp"

namespace {

using postvern::policy::AccountId;
using postvern::policy::Act;
using postvern::records::Ledger;

constexpr int kBatches = 101;
constexpr std::uint64_t kPerBatch = 20'000;
constexpr std::uint64_t kOwners = 10'000;

class Bench final : public postvern::records::ledger::House {
  public:
    void TestBody() override {}

    // Nanoseconds a tally of owners 1 to `owners` in turn, the median of kBatches batches after one
    // to warm up.
    double nanoseconds(Ledger& ledger, std::uint64_t owners) {
        std::vector<Act> acts;
        for (std::uint64_t owner = 1; owner <= owners; ++owner)
            acts.push_back(access(AccountId{owner}));
        std::vector<double> batches;
        for (int batch = 0; batch <= kBatches; ++batch) {
            const auto begin = std::chrono::steady_clock::now();
            for (std::uint64_t i = 0; i < kPerBatch; ++i) ledger.tally(acts[i % owners]);
            const std::chrono::duration<double, std::nano> took =
                std::chrono::steady_clock::now() - begin;
            if (batch > 0) batches.push_back(took.count() / kPerBatch);
        }
        std::nth_element(batches.begin(), batches.begin() + kBatches / 2, batches.end());
        return batches[kBatches / 2];
    }

    void run() {
        Ledger ledger(settings(), keys);
        const double one = nanoseconds(ledger, 1);
        const double many = nanoseconds(ledger, kOwners);
        std::vector<AccountId> uncounted;
        for (std::uint64_t owner = 1; owner <= kOwners; owner += 10)
            uncounted.push_back(AccountId{owner});
        ledger.leave_uncounted(uncounted);
        const double some_uncounted = nanoseconds(ledger, kOwners);
        const double one_uncounted = nanoseconds(ledger, 1);
        double other = 0;
        std::thread beside([&] { other = nanoseconds(ledger, kOwners); });
        const double two_threads = nanoseconds(ledger, kOwners);
        beside.join();
        std::cout << "{\"one_owner_ns\": " << one << ", \"ten_thousand_owners_ns\": " << many
                  << ", \"a_tenth_uncounted_ns\": " << some_uncounted
                  << ", \"an_uncounted_owner_ns\": " << one_uncounted
                  << ", \"two_threads_ns\": " << std::max(two_threads, other) << "}\n";
    }
};

}  // namespace

int main() { Bench().run(); }
