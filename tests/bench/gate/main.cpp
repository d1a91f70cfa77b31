// gatecost: what the question to the Gate costs within a read, on a real site in a scratch directory: the
// decision over the facts of a real register and the tally in the real record, beside the reading and
// opening of one sealed message. One line of JSON: nanoseconds, medians over batches.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "tests/records/archive/household.hpp"

namespace {

using postvern::policy::Action;
using postvern::policy::Resource;
using postvern::policy::UidSet;
using postvern::records::AccountId;
using postvern::records::Fields;
using postvern::records::Household;
using postvern::records::Placed;
using postvern::records::Scratch;

constexpr int kBatches = 101;
constexpr int kPerBatch = 200;
constexpr std::size_t kMessageOctets = 10'240;

// Nanoseconds a call, the median of kBatches batches after one to warm up.
template <class Call>
double nanoseconds(const Call& call) {
    std::vector<double> batches;
    for (int batch = 0; batch <= kBatches; ++batch) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < kPerBatch; ++i) call();
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
        if (batch > 0) batches.push_back(took.count() / kPerBatch);
    }
    std::nth_element(batches.begin(), batches.begin() + kBatches / 2, batches.end());
    return batches[kBatches / 2];
}

}  // namespace

int main() {
    const Scratch scratch;
    Household house(scratch);
    const AccountId account = house.add_account("alice@example.org", "a long enough password");
    const auto owner = house.sign_in("alice@example.org", "a long enough password");
    std::string line(76, 'x');
    line += "\r\n";
    std::string body;
    while (body.size() < kMessageOctets) body += line;
    const Placed placed = house.deliver(account, postvern::records::letter("measured", body));
    UidSet uids;
    uids.add(postvern::records::number(placed.uid));
    const Resource message = Resource::of(account, placed.collection, uids);

    const double ask = nanoseconds([&] { house.ask(owner, Action::read, message); });
    const double read = nanoseconds([&] {
        if (house.read(owner, placed.collection, uids, Fields::content).empty()) std::abort();
    });
    std::cout << "{\"ask_ns\": " << ask << ", \"ask_and_read_ns\": " << read << "}\n";
}
