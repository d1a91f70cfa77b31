// A site of its own in a scratch directory, with the shipped rulebook, a clock that the test sets,
// whoever runs the test as its operator and managing director, and two accounts: alice@example.org
// and bob@example.org, each with two messages.
#pragma once

#include <unistd.h>

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include "policy/assembly.hpp"
#include "records/accounts.hpp"
#include "records/archive.hpp"
#include "records/personnel.hpp"
#include "records/site.hpp"
#include "tests/architecture/toolchain.hpp"
#include "tests/scratch.hpp"
#include "test_places.hpp"

namespace postvern::architecture {

inline constexpr auto kAlicePassword = "seven green ferries";
inline constexpr auto kBobPassword = "eleven quiet harbours";

// Runs `start` with a callback and waits for what it is called with; throws what it failed with.
template <typename T, typename Start>
T wait_for(Start&& start) {
    std::promise<records::Outcome<T>> promise;
    start([&promise](records::Outcome<T> outcome) { promise.set_value(std::move(outcome)); });
    records::Outcome<T> outcome = promise.get_future().get();
    if (auto* failure = std::get_if<std::exception_ptr>(&outcome)) std::rethrow_exception(*failure);
    return std::get<0>(std::move(outcome));
}

class OpenedHouse {
  public:
    OpenedHouse()
        : site_(made(settings())),
          gate_(make_gate()),
          archive_(site_.store(), site_.vault(), *gate_),
          accounts_(site_.store(), site_.vault(), *gate_),
          personnel_(site_.store(), site_.vault(), *gate_) {
        site_.serve(*gate_);
        enter_staff();
        auto staff = this->staff();
        alice_ = add_account(staff, "alice@example.org", kAlicePassword);
        bob_ = add_account(staff, "bob@example.org", kBobPassword);
        for (const auto account : {alice_, bob_, alice_, bob_}) deliver(account);
    }

    // Another gate over the same site, with the shipped rulebook or any other.
    std::unique_ptr<policy::Gate> make_gate() {
        return make_gate(policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"));
    }
    std::unique_ptr<policy::Gate> make_gate(const std::vector<policy::RulebookFile>& rulebook) {
        return policy::Assembly::make_gate(rulebook, site_.ports());
    }

    records::Site& site() { return site_; }
    policy::Gate& gate() { return *gate_; }
    records::Archive& archive() { return archive_; }
    records::Accounts& accounts() { return accounts_; }
    records::Personnel& personnel() { return personnel_; }
    policy::HouseToken token() const { return site_.house_token(); }
    void advance(std::int64_t seconds) { *clock_ += seconds; }

    policy::AccountId alice() const { return alice_; }
    policy::AccountId bob() const { return bob_; }
    policy::Subject sign_in_alice() { return sign_in(*gate_, "alice@example.org", kAlicePassword); }
    policy::Subject sign_in_bob() { return sign_in(*gate_, "bob@example.org", kBobPassword); }
    policy::Subject sign_in(policy::Gate& gate, const char* name, const char* password) {
        return gate.admit(policy::LoginClaim{name, password}, policy::Channel::imap).value();
    }
    policy::Subject staff() {
        return gate_->admit(policy::StaffClaim{::geteuid(), token()}, policy::Channel::control)
            .value();
    }
    policy::Subject stranger() {
        return gate_->admit(policy::DeliveryClaim{}, policy::Channel::lmtp).value();
    }

    // Leave of this house's gate, for the purpose of the service. Throws policy::Denied.
    policy::Grant leave(const policy::Subject& subject, policy::Action action,
                        policy::Resource resource) {
        return gate_->ask_and_wait({subject, action, std::move(resource),
                                    policy::Purpose::service_delivery, policy::Channel::imap});
    }
    policy::Grant leave_to_administer(const policy::Subject& subject, policy::Resource resource) {
        return gate_->ask_and_wait({subject, policy::Action::administer_accounts,
                                    std::move(resource), policy::Purpose::administration,
                                    policy::Channel::control});
    }

    policy::CollectionId inbox(const policy::Subject& owner) {
        return archive_
            .collections(leave(owner, policy::Action::list, policy::Resource::of(owner.account())))
            .at(0)
            .id;
    }

  private:
    records::SiteSettings settings() {
        records::SiteSettings settings;
        settings.data = scratch_.path() / "data";
        settings.keys = scratch_.path() / "keys";
        settings.clock = [clock = clock_] { return clock->load(); };
        return settings;
    }
    static records::SiteSettings made(records::SiteSettings settings) {
        records::Site::create(settings);
        return settings;
    }
    void enter_staff() {
        constexpr std::int64_t kUntil = 4'000'000'000;  // 2096
        auto founder = gate_->admit(policy::FounderClaim{::geteuid(), token()}, policy::Channel::control);
        personnel_.put(
            gate_->ask_and_wait({*founder, policy::Action::administer_staff,
                                 policy::Resource::site(), policy::Purpose::administration,
                                 policy::Channel::control}),
            {::geteuid(),
             {{policy::StaffRole::operator_, policy::StaffRole::managing_director},
              kUntil,
              kUntil,
              kUntil,
              kUntil}});
    }
    policy::AccountId add_account(const policy::Subject& by, const char* address,
                                  const char* password) {
        return accounts_.add(leave_to_administer(by, policy::Resource::site()), address, password)
            .id;
    }
    void deliver(policy::AccountId account) {
        auto agent = stranger();
        std::vector<records::Placement> placements;
        placements.push_back(
            {gate_->ask_and_wait({agent, policy::Action::deliver, policy::Resource::of(account),
                                  policy::Purpose::service_delivery, policy::Channel::lmtp}),
             {std::make_shared<const std::string>("Subject: hello\r\n\r\nGood morning.\r\n"),
              {},
              0,
              {}}});
        wait_for<std::vector<records::Placed>>(
            [&](auto done) { archive_.add(std::move(placements), std::move(done)); });
    }

    tests::Scratch scratch_;
    // shared: the site asks for the time until it is gone
    std::shared_ptr<std::atomic<std::int64_t>> clock_ =
        std::make_shared<std::atomic<std::int64_t>>(1'800'000'000);
    records::Site site_;
    std::unique_ptr<policy::Gate> gate_;
    records::Archive archive_;
    records::Accounts accounts_;
    records::Personnel personnel_;
    policy::AccountId alice_{};
    policy::AccountId bob_{};
};

}  // namespace postvern::architecture
