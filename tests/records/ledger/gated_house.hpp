// A house whose ledger stands behind a real gate.
#pragma once

#include <memory>

#include "policy/assembly.hpp"
#include "tests/records/ledger/house.hpp"
#include "test_places.hpp"

namespace postvern::records::ledger {

// Believes every operator's claim.
class TrustingCredentials final : public policy::Credentials {
  public:
    std::optional<policy::Verified> verify(const policy::Claim& claim) override {
        if (const auto* staff = std::get_if<policy::StaffClaim>(&claim)) {
            return policy::Verified{policy::Principal::staff(staff->user)};
        }
        if (const auto* owner = std::get_if<policy::LoginClaim>(&claim)) {
            return policy::Verified{policy::Principal::owner(AccountId{owner->name.size()})};
        }
        return {};
    }
    void release(policy::KeySession) noexcept override {}
};

class OpenAccounts : public policy::Facts {
  public:
    std::optional<policy::AccountFacts> account(AccountId) const override {
        return policy::AccountFacts{policy::AccountState::open, {}};
    }
    // User 1001 is the data protection officer, everybody else an operator, with everything signed until 2096.
    std::optional<policy::StaffFacts> staff(std::uint32_t user) const override {
        constexpr std::int64_t kUntil = 4'000'000'000;
        const auto role = user == 1001 ? policy::StaffRole::data_protection_officer : policy::StaffRole::operator_;
        return policy::StaffFacts{{role}, kUntil, kUntil, kUntil, kUntil};
    }
    std::optional<policy::ProcessorFacts> processor(std::uint64_t) const override { return {}; }
    std::optional<policy::CaseFacts> legal_case(std::uint64_t) const override {
        return policy::CaseFacts{};
    }
    std::optional<policy::HoldFacts> hold(std::uint64_t) const override { return {}; }
    std::uint64_t generation() const noexcept override { return 1; }
};

// What a rulebook of a later day may permit: owners read the record of themselves.
constexpr const char* kOwnersMayRead = R"(
    @id("test.owners-read-their-record")
    @record("tally")
    permit (principal is Owner, action == Action::"read_record", resource is Account);
)";

// A ledger behind a gate whose rules are those that ship, and one more.
class GatedHouse : public House {
  protected:
    void open(LedgerSettings given) {
        gate.reset();
        ledger = std::make_shared<Ledger>(std::move(given), keys);
        gate = make_gate();
        ledger->honour_grants_of(*gate);
    }
    std::unique_ptr<policy::Gate> make_gate() {
        auto rulebook = policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook");
        rulebook.push_back({"test.cedar", kOwnersMayRead});
        return policy::Assembly::make_gate(
            rulebook, {.facts = std::make_shared<OpenAccounts>(),
                       .journal = ledger,
                       .credentials = std::make_shared<TrustingCredentials>(),
                       .clock = [this] { return now.load(); },
                       .sha256 = [](std::string_view) { return policy::RulebookHash{9}; }});
    }
    policy::Grant grant(policy::Gate& from, policy::Action action, policy::Resource resource,
                        policy::Purpose purpose, const policy::Claim& claim) {
        const auto subject = from.admit(claim, policy::Channel::control);
        return from.ask_and_wait({*subject, action, std::move(resource), purpose, policy::Channel::control});
    }
    policy::Grant reading(policy::Gate& from) {
        return grant(from, policy::Action::read_record, policy::Resource::ledger(),
                     policy::Purpose::accountability, policy::StaffClaim{1000, {}});
    }
    policy::Grant owner_reading(std::size_t account) {
        return grant(*gate, policy::Action::read_record, policy::Resource::of(AccountId{account}),
                     policy::Purpose::accountability,
                     policy::LoginClaim{std::string_view("xxxxxxxxx").substr(0, account), ""});
    }
    // By the rules that ship: owners take along what is kept of them.
    policy::Grant owner_exporting(std::size_t account) {
        return grant(*gate, policy::Action::export_, policy::Resource::of(AccountId{account}),
                     policy::Purpose::subject_rights,
                     policy::LoginClaim{std::string_view("xxxxxxxxx").substr(0, account), ""});
    }
    policy::Grant choosing(std::size_t account) {
        return grant(*gate, policy::Action::set_retention, policy::Resource::of(AccountId{account}),
                     policy::Purpose::service_delivery,
                     policy::LoginClaim{std::string_view("xxxxxxxxx").substr(0, account), ""});
    }
    policy::Grant reviewing(std::uint64_t number) {
        return grant(*gate, policy::Action::review,
                     policy::Resource::numbered(policy::ResourceType::legal_case, number),
                     policy::Purpose::accountability, policy::StaffClaim{1001, {}});
    }
    policy::Grant erasing(AccountId account) {
        return grant(*gate, policy::Action::administer_accounts, policy::Resource::of(account),
                     policy::Purpose::administration, policy::StaffClaim{1000, {}});
    }

    std::shared_ptr<Ledger> ledger;  // shared with the gate, as its journal
    std::unique_ptr<policy::Gate> gate;
};

class LedgerView : public GatedHouse {
  protected:
    void SetUp() override { open(); }
    void open() { GatedHouse::open(settings()); }
};

}  // namespace postvern::records::ledger
