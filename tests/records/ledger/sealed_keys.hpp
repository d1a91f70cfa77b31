// A house whose key store is as it is on disk, with a real gate, and people who hold their own keys.
#pragma once

#include "records/ledger/vault_keys.hpp"
#include "records/reading_key.hpp"
#include "records/vault/x25519.hpp"
#include "tests/records/ledger/house.hpp"
#include "tests/records/vault/site.hpp"
#include "test_places.hpp"

namespace postvern::records::ledger {

namespace fs = std::filesystem;

inline constexpr AccountId kAlice{7};
inline constexpr AccountId kBob{8};
inline constexpr std::uint32_t kOfficer = 1000;
inline constexpr std::string_view kPassword = "wide open spaces";
inline constexpr std::int64_t kMarchEnds = 1'775'001'600;  // 2026-04-01; the acts are of 2026-03-14
inline constexpr std::int64_t kTermEnds = 1'806'537'600;   // 2027-04-01: of acts of staff
inline constexpr std::int64_t kGivenUp = kMarchEnds + 35 * kSecondsPerDay;

// Whoever is of the house is its data protection officer, and administers accounts.
class EverybodyIsOfficer : public test::EveryAccountIsOpen {
  public:
    std::optional<policy::StaffFacts> staff(std::uint32_t) const override {
        constexpr std::int64_t kUntil = 4'000'000'000;
        return policy::StaffFacts{
            {policy::StaffRole::operator_, policy::StaffRole::data_protection_officer},
            kUntil,
            kUntil,
            kUntil,
            kUntil};
    }
};

// What a rulebook of a later day may permit: owners read the record of themselves.
inline constexpr const char* kOwnersMayRead = R"(
    @id("test.owners-read-their-record")
    permit (principal is Owner, action == Action::"read_record", resource is Account);
)";

class SealedKeys : public House {
  protected:
    void SetUp() override {
        Vault::create(keys_directory);
        open();
        enter(kAlice, "alice@example.org");
        enter(kBob, "bob@example.org");
    }
    void TearDown() override { close(); }

    void close() {
        gate.reset();
        ledger.reset();
        vault_keys.reset();
        vault.reset();
    }
    void open() { open(data); }
    void open(const fs::path& place) {
        close();
        vault = std::make_shared<Vault>(
            keys_directory, place,
            VaultSettings{test::Site::kCheap, [this] { return now.load(); }, {}});
        vault_keys.emplace(*vault);
        LedgerSettings chosen = settings();
        chosen.data_directory = place;
        chosen.site_copy_age = site_copy_age;
        ledger = std::make_shared<Ledger>(chosen, *vault_keys);
        auto rulebook = policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook");
        rulebook.push_back({"test.cedar", kOwnersMayRead});
        gate = policy::Assembly::make_gate(
            rulebook, {.facts = std::make_shared<EverybodyIsOfficer>(),
                       .journal = ledger,
                       .credentials = vault,
                       .clock = [this] { return now.load(); },
                       .sha256 = [](std::string_view) { return policy::RulebookHash{9}; }});
        ledger->honour_grants_of(*gate);
    }
    void enter(AccountId account, std::string_view name) {
        vault->release(
            vault->create_account(account, vault->lookup(*canonical_login_name(name)), kPassword)
                .keys);
    }
    void appoint() { vault->put_record_officer(kOfficer, officer.public_key()); }

    policy::Grant staff(policy::Action action, policy::Resource resource, policy::Purpose purpose) {
        const auto subject = gate->admit(policy::StaffClaim{kOfficer, vault->house_token()},
                                         policy::Channel::control);
        return gate->ask_and_wait(
            {*subject, action, std::move(resource), purpose, policy::Channel::control});
    }
    policy::Grant reading() {
        return staff(policy::Action::read_record, policy::Resource::ledger(),
                     policy::Purpose::accountability);
    }
    policy::Subject alice() {
        return std::move(*gate->admit(policy::LoginClaim{"alice@example.org", kPassword},
                                      policy::Channel::control));
    }
    policy::Grant reading_as(const policy::Subject& owner) {
        return gate->ask_and_wait({owner, policy::Action::read_record,
                                   policy::Resource::of(owner.account()),
                                   policy::Purpose::accountability, policy::Channel::control});
    }
    // The first page about the two acts of the beginning, without those of looking.
    RecordedActs march(const ReadingKey* key = nullptr) {
        return ledger->read(reading(), {.before = kMarchEnds}, key);
    }
    // What the site, the officer and Alice open of what staff did to Alice's account.
    std::size_t opened_of_alice() {
        const policy::Subject owner = alice();
        const RecordFilter filter{.subject = kAlice, .before = kMarchEnds};
        std::size_t opened = 0;
        for (const RecordedActs& read :
             {ledger->read(reading(), filter), ledger->read(reading(), filter, &officer),
              ledger->read(reading_as(owner), filter)}) {
            for (const RecordedAct& act : read.acts)
                opened += act.operation == "administer_accounts";
        }
        return opened;
    }
    // The databases as they lie on disk, closed, and the anchor with them.
    fs::path copy_of_data(const char* name) {
        close();
        const fs::path copy = directory / name;
        fs::copy(data, copy, fs::copy_options::recursive);
        fs::copy_file(anchor(), copy / "anchor");
        return copy;
    }

    const ReadingKey officer = ReadingKey::of(vault::KeyPair::generate().private_key.view());
    const ReadingKey stranger = ReadingKey::of(vault::KeyPair::generate().private_key.view());
    std::chrono::seconds site_copy_age = LedgerSettings{}.site_copy_age;
    std::shared_ptr<Vault> vault;
    std::optional<VaultKeys> vault_keys;
    std::shared_ptr<Ledger> ledger;
    std::unique_ptr<policy::Gate> gate;
};

}  // namespace postvern::records::ledger
