// silencecost: whether the time of what an owner is shown tells of a request for data in silence. Three lives of one
// site in scratch directories, one with such a case and two without; their owners look in turn. One line of
// JSON: medians in nanoseconds, and of two lives how often a look took longer in the first than in the second in the same
// round (sign test; 0.5: the times tell nothing, one standard error is 0.009), the two without a case as the peer.
#include <algorithm>
#include <array>
#include <chrono>
#include <iostream>
#include <vector>

#include "tests/records/archive/household.hpp"

namespace {

using postvern::policy::Action;
using postvern::policy::Purpose;
using postvern::policy::Resource;
using postvern::policy::ResourceType;
using postvern::policy::StaffRole;
using postvern::records::AccountId;
using postvern::records::Household;
using postvern::records::Scratch;

constexpr int kRounds = 3'000;
constexpr int kActs = 20;   // of staff upon the account
constexpr int kSteps = 20;  // in the case

class Life {
  public:
    explicit Life(bool with_case) : home_(scratch_) {
        alice_ = home_.add_account("alice@example.org", "a long enough password");
        const auto support = home_.employ(70'005, StaffRole::support);
        for (int i = 0; i < kActs; ++i) refuse(support);
        if (with_case) take_steps(home_.employ(70'001, StaffRole::legal_officer));
        home_.site.ledger().publish_now();
        owner_ = home_.sign_in("alice@example.org", "a long enough password");
    }

    // Nanoseconds of all that the owner can ask of the record.
    double look() {
        const auto begin = std::chrono::steady_clock::now();
        auto& ledger = home_.site.ledger();
        if (ledger.entries(leave(), {}).size() != static_cast<std::size_t>(kActs)) std::abort();
        ledger.tallies(leave(), alice_);
        ledger.stream_proof(leave());
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
        return took.count();
    }

  private:
    postvern::policy::Grant leave() {
        return home_.ask(*owner_, Action::export_, Resource::of(alice_), Purpose::subject_rights);
    }
    void refuse(const postvern::policy::Subject& support) {
        try {
            home_.ask(support, Action::administer_accounts, Resource::of(alice_));
            std::abort();
        } catch (const postvern::policy::Denied&) {
            return;  // as it should
        }
    }
    void take_steps(const postvern::policy::Subject& officer) {
        const auto ask = [&](Action action, std::uint64_t number) {
            return home_.ask(officer, action, Resource::numbered(ResourceType::legal_case, number),
                             Purpose::legal_request);
        };
        const auto number = home_.cases.open(ask(Action::open_case, 0), {alice_}, {});
        home_.cases.set_silence(ask(Action::decide_case, number), postvern::policy::Silence::statutory, {});
        for (int i = 0; i < kSteps; ++i) home_.cases.read(ask(Action::read_case, number));
    }

    Scratch scratch_;
    Household home_;
    AccountId alice_{};
    std::optional<postvern::policy::Subject> owner_;
};

double median(std::vector<double> times) {
    std::nth_element(times.begin(), times.begin() + static_cast<long>(times.size() / 2), times.end());
    return times[times.size() / 2];
}

// Of looks in the same round: the machine's drift is in both.
double chance_of_longer(const std::vector<double>& first, const std::vector<double>& second) {
    std::size_t longer = 0;
    for (std::size_t round = 0; round < first.size(); ++round) longer += first[round] > second[round] ? 1 : 0;
    return static_cast<double>(longer) / static_cast<double>(first.size());
}

}  // namespace

int main() {
    std::array<Life, 3> lives{Life(true), Life(false), Life(false)};
    std::array<std::vector<double>, 3> times;
    for (int round = 0; round < kRounds; ++round) {
        // In turn, each as often first as the others.
        for (std::size_t i = 0; i < lives.size(); ++i) {
            const std::size_t life = (i + static_cast<std::size_t>(round)) % lives.size();
            times[life].push_back(lives[life].look());
        }
    }
    std::cout << "{\"with_ns\":" << median(times[0]) << ",\"without_ns\":" << median(times[1])
              << ",\"peer_ns\":" << median(times[2])
              << ",\"longer_with_than_without\":" << chance_of_longer(times[0], times[1])
              << ",\"longer_with_than_peer\":" << chance_of_longer(times[0], times[2])
              << ",\"longer_peer_than_without\":" << chance_of_longer(times[2], times[1]) << "}\n";
}
