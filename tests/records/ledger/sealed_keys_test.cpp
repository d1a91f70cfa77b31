// Who opens a record, and until when: with the key store as it is on disk, a real gate, and people
// who hold their own keys.
#include <gmock/gmock.h>

#include <algorithm>

#include "compliance/verify/verifier.hpp"
#include "records/ledger/entry_book.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/vault_keys.hpp"
#include "records/reading_key.hpp"
#include "records/sql/session.hpp"
#include "records/vault/x25519.hpp"
#include "tests/records/ledger/house.hpp"
#include "tests/records/vault/site.hpp"
#include "test_places.hpp"

namespace postvern::records::ledger {
namespace {

namespace fs = std::filesystem;
namespace verify = compliance::verify;

constexpr AccountId kAlice{7};
constexpr AccountId kBob{8};
constexpr std::uint32_t kOfficer = 1000;
constexpr std::string_view kPassword = "wide open spaces";
constexpr std::int64_t kMarchEnds = 1'775'001'600;  // 2026-04-01; the acts are of 2026-03-14
constexpr std::int64_t kTermEnds = 1'806'537'600;   // 2027-04-01: of acts of staff
constexpr std::int64_t kGivenUp = kMarchEnds + 35 * kSecondsPerDay;

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
constexpr const char* kOwnersMayRead = R"(
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

TEST_F(SealedKeys, OpenByTheOfficersOrTheOwnersPrivateKeyOnceTheSiteHasNone) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    now = kGivenUp - 1;
    ledger->purge(now);
    EXPECT_EQ(march().acts.size(), 2U);
    now = kGivenUp;
    EXPECT_EQ(ledger->purge(now), 0U) << "nothing is past its term";

    EXPECT_EQ(march().acts.size(), 0U);
    EXPECT_EQ(march().sealed, 2U);
    EXPECT_EQ(march(&stranger).sealed, 2U);
    EXPECT_EQ(march(&officer).acts.size(), 2U);
    EXPECT_EQ(march(&officer).sealed, 0U);
    EXPECT_EQ(ledger->read(reading(), {.subject = kBob, .before = kMarchEnds}).sealed, 1U);
    EXPECT_EQ(ledger->read(reading(), {.from = kMarchEnds}).sealed, 0U) << "the months tell";

    const policy::Subject owner = alice();
    const auto own = ledger->read(reading_as(owner), {.before = kMarchEnds});
    ASSERT_EQ(own.acts.size(), 1U) << "by her own key, hers alone";
    EXPECT_EQ(own.sealed, 0U) << "of others' she learns nothing";
    EXPECT_EQ(own.acts[0].subject, hex(SiteKeys(*vault_keys).pseudonym_of(kAlice)));

    EXPECT_THROW((void)ledger->export_entry(reading(), 1), NotFound);
    const ExportedEntry exported = ledger->export_entry(reading(), 1, &officer);
    EXPECT_EQ(verify::leaf_of(verify::parse_proof(exported.text()).extra), exported.proof.leaf);
    EXPECT_NO_THROW((void)ledger->export_entry(reading_as(owner), 1));
    EXPECT_FALSE(ledger->entry(reading(), 1, {}, {}));
    EXPECT_TRUE(ledger->entry(reading(), 1, {}, &officer));
}

TEST_F(SealedKeys, AreCountedApartWhereTheRecordIsChecked) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    now = kGivenUp;
    ledger->purge(now);
    const auto by_site = Ledger::verify(data, keys_directory, *vault_keys);
    EXPECT_EQ(by_site.fault, std::nullopt);
    EXPECT_EQ(by_site.sealed, 2U);
    EXPECT_EQ(by_site.opened, 0U);
    EXPECT_EQ(by_site.destroyed, 0U);
    const auto by_officer = Ledger::verify(data, keys_directory, *vault_keys, {.key = &officer});
    EXPECT_EQ(by_officer.fault, std::nullopt);
    EXPECT_EQ(by_officer.sealed, 0U);
    EXPECT_EQ(by_officer.opened, 2U);
    const auto by_stranger = Ledger::verify(data, keys_directory, *vault_keys, {.key = &stranger});
    EXPECT_EQ(by_stranger.fault, std::nullopt);
    EXPECT_EQ(by_stranger.sealed, 2U);
}

TEST_F(SealedKeys, StayWithTheSiteWhileNoOfficerCanOpenThem) {
    record(*ledger, act(kAlice));
    now = kGivenUp;
    ledger->purge(now);
    EXPECT_EQ(march().acts.size(), 1U);
    appoint();
    ledger->purge(now);
    EXPECT_EQ(march().acts.size(), 1U) << "there is an officer now, but the key was made before";
    const std::vector<AccountId> people{kAlice, kBob};
    const auto sealed = ledger->seal_anew(people);
    EXPECT_EQ(sealed.added, sealed.keys);
    EXPECT_EQ(sealed.lacking, 0U);
    ledger->purge(now);
    EXPECT_EQ(march().sealed, 1U);
    EXPECT_EQ(march(&officer).acts.size(), 1U);
    EXPECT_EQ(ledger->seal_anew(people).added, 0U);
}

TEST_F(SealedKeys, AreGivenUpAsSoonAsTheSettingsSay) {
    site_copy_age = std::chrono::seconds(1);
    open();
    appoint();
    record(*ledger, act(kAlice));
    now = kMarchEnds;
    ledger->purge(now);
    EXPECT_EQ(march().sealed, 0U);
    now = kMarchEnds + 1;
    ledger->purge(now);
    EXPECT_EQ(march().sealed, 1U);
}

TEST_F(SealedKeys, AreSealedAnewToAnOwnerWithNewKeys) {
    appoint();
    record(*ledger, act(kAlice));
    vault->release(vault->renew_keys(kAlice, kPassword).keys);
    ledger->seal_anew(std::vector<AccountId>{kAlice, kBob});
    now = kGivenUp;
    ledger->purge(now);
    const policy::Subject owner = alice();
    EXPECT_EQ(ledger->read(reading_as(owner), {.before = kMarchEnds}).acts.size(), 1U);
}

TEST_F(SealedKeys, OfAPastMonthTakeNoEntryOfAClockThatWasSetBack) {
    appoint();
    record(*ledger, act(kAlice));
    now = kGivenUp;
    ledger->purge(now);
    now = kMoment;
    EXPECT_THROW(record(*ledger, act(kAlice)), Unavailable);
    now = kGivenUp;
    EXPECT_NO_THROW(record(*ledger, act(kAlice)));
}

// As a case under lawful silence leaves it.
TEST_F(SealedKeys, OfTheRestrictedStreamAreTheOfficersAndDoNotShowToTheOwner) {
    appoint();
    record(*ledger, act(kAlice));
    gate.reset();
    ledger.reset();
    PrivateRecord silent;
    silent.stream = Stream::restricted;
    silent.role = RecordedRole::staff;
    silent.day = day_of(kMoment);
    silent.moment = rounded_moment(silent.retention, kMoment);
    silent.subject = SiteKeys(*vault_keys).pseudonym_of(kAlice);
    silent.operation = "read";
    silent.purpose = "legal_disclosure";
    {
        sql::Connection connection(database(), sql::Access::read_write);
        const SiteKeys site(*vault_keys);
        RecordKeys record_keys(connection, *vault_keys, site);
        EntryBook book(connection, record_keys, site);
        book.append(silent, kAlice);
        book.settle();
    }
    open();
    {
        const policy::Subject owner = alice();
        const auto own = ledger->read(reading_as(owner), {.before = kMarchEnds});
        for (const RecordedAct& each : own.acts) EXPECT_NE(each.purpose, "legal_disclosure");
    }
    now = kGivenUp;
    ledger->purge(now);
    EXPECT_TRUE(vault->find_record_key(record_key_name(silent))) << "she is to be shown it when silence ends";
    EXPECT_TRUE(vault->find_record_key(record_key_name(silent), officer));
    EXPECT_TRUE(
        vault->find_record_key(stream_key_name(silent.subject, Stream::restricted), officer));
    const policy::Subject owner = alice();
    const auto own = ledger->read(reading_as(owner), {.before = kMarchEnds});
    EXPECT_EQ(own.sealed, 0U) << "nor that something is left out";
    for (const RecordedAct& each : own.acts) EXPECT_NE(each.purpose, "legal_disclosure");
    EXPECT_THROW((void)ledger->export_entry(reading_as(owner), 2), NotFound);
    for (const RecordedAct& each : march(&officer).acts) {
        EXPECT_NE(each.purpose, "legal_disclosure") << "whoever reviews the case is shown it";
    }
}

// --- The end of the term
// --------------------------------------------------------------------------

TEST_F(SealedKeys, AreGoneForEverybodyAtTheEndOfTheTerm) {
    appoint();
    record(*ledger, act(kAlice));
    ledger->publish_now();
    EXPECT_EQ(opened_of_alice(), 3U) << "once by each";
    const fs::path before = copy_of_data("before");
    open();
    const auto entries = Ledger::verify(data, keys_directory, *vault_keys).entries;
    now = kTermEnds;
    EXPECT_GT(ledger->purge(now), 0U);
    const auto after = Ledger::verify(data, keys_directory, *vault_keys, {.key = &officer});
    EXPECT_EQ(after.fault, std::nullopt);
    EXPECT_EQ(after.destroyed, entries);
    EXPECT_EQ(opened_of_alice(), 0U);

    // The sealed entries as they were before, under the key store as it is now, octet by octet.
    const fs::path copy = copy_of_data("copy");
    for (const char* name : {"ledger.db", "ledger.db-wal", "ledger.db-shm"}) {
        fs::remove(copy / name);
        if (fs::exists(before / name)) fs::copy(before / name, copy / name);
    }
    fs::copy_file(before / "anchor", anchor(), fs::copy_options::overwrite_existing);
    open(copy);
    const auto nothing = Ledger::verify(copy, keys_directory, *vault_keys, {.key = &officer});
    EXPECT_EQ(nothing.fault, std::nullopt);
    EXPECT_EQ(nothing.opened, 0U) << "which does not ask the clock";
    EXPECT_EQ(nothing.sealed, 0U);
    PrivateRecord of_march;
    of_march.subject = SiteKeys(*vault_keys).pseudonym_of(kAlice);
    of_march.retention = RetentionClass::staff_access;
    of_march.moment = kMoment;
    const std::string name = record_key_name(of_march);
    const auto keys_of_alice =
        vault->verify(policy::LoginClaim{"alice@example.org", kPassword})->keys;
    EXPECT_FALSE(vault->find_record_key(name));
    EXPECT_FALSE(vault->find_record_key(name, officer));
    EXPECT_FALSE(vault->find_record_key(name, kAlice, keys_of_alice));
    vault->release(keys_of_alice);
}

TEST_F(SealedKeys, OpenNothingPastItsTermAlsoWhereABackupBroughtThemBack) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    const fs::path before = copy_of_data("before");
    open(before);
    now = kTermEnds - 1;
    EXPECT_EQ(opened_of_alice(), 3U) << "the keys are there";
    now = kTermEnds;
    EXPECT_EQ(opened_of_alice(), 0U) << "before any purge";
    EXPECT_EQ(march(&officer).sealed, 0U);
    EXPECT_THROW((void)ledger->export_entry(reading(), 1, &officer), NotFound);
    EXPECT_FALSE(ledger->entry(reading(), 1, {}, &officer));
    ledger->purge(now);
    now = kMoment;
    EXPECT_EQ(opened_of_alice(), 0U) << "nor by setting the clock back after it";
}

// --- Erasure ----------------------------------------------------------------------------------------

TEST_F(SealedKeys, OfAnErasedPersonLeaveProofsAndCheckpointsThatVerify) {
    appoint();
    record(*ledger, act(kAlice));
    record(*ledger, act(kBob));
    ledger->publish_now();
    const SiteKeys site(*vault_keys);
    const std::string stream = stream_key_name(site.pseudonym_of(kAlice), Stream::visible);
    ASSERT_TRUE(vault->find_record_key(stream, officer));
    const ExportedEntry exported = ledger->export_entry(reading(), 1);
    const std::string inclusion = ledger->prove(exported.proof.index).text();
    const std::string head = ledger->head();

    ledger->erase_subject(staff(policy::Action::administer_accounts, policy::Resource::of(kAlice),
                                policy::Purpose::administration));
    ledger->publish_now();
    // Which leaves were hers: the tags follow from a key that nobody has any more.
    EXPECT_EQ(vault->record_key_state(stream), RecordKeyState::absent);
    EXPECT_FALSE(vault->find_record_key(stream, officer));
    EXPECT_EQ(opened_of_alice(), 0U);
    EXPECT_EQ(
        ledger->read(reading(), {.subject = kBob, .before = kMarchEnds}, &officer).acts.size(), 1U);

    // What was handed out before, and every leaf and checkpoint, verifies as it did.
    const auto key = verify::parse_key(ledger->verifier_key());
    EXPECT_NO_THROW(
        verify::check_inclusion(verify::parse_proof(exported.text()), exported.proof.leaf, key));
    EXPECT_NO_THROW(
        verify::check_inclusion(verify::parse_proof(inclusion), exported.proof.leaf, key));
    EXPECT_NO_THROW(verify::open_checkpoint(head, key));
    EXPECT_NO_THROW(verify::check_inclusion(verify::parse_proof(ledger->prove(exported.proof.index).text()),
                                            exported.proof.leaf, key));
    EXPECT_EQ(Ledger::verify(data, keys_directory, *vault_keys).fault, std::nullopt);
    EXPECT_EQ(Ledger::verify(data, keys_directory, ledger->verifier_key()).fault, std::nullopt);
}

}  // namespace
}  // namespace postvern::records::ledger
