// Keys of records in a whole house: who gets them sealed, and when the site gives up its own.
#include <unistd.h>

#include "compliance/retention.hpp"
#include "records/reading_key.hpp"
#include "records/vault/vault.hpp"
#include "records/vault/x25519.hpp"
#include "tests/records/archive/household.hpp"

namespace postvern::compliance {
namespace {

using policy::StaffRole;
using records::Household;
using records::ReadingKey;
using records::Scratch;

constexpr std::int64_t kTwoMonths = std::int64_t{62} * 86'400;
constexpr std::uint32_t kOfficer = 70'002;

class RecordKeys : public testing::Test {
  protected:
    void open() {
        home.reset();
        home.emplace(scratch, std::uint64_t{1} << 30, moment);
    }
    void appoint(const ReadingKey& key) {
        home->employ(kOfficer, StaffRole::data_protection_officer);
        const auto director = home->staff();
        home->personnel.put_reading_key(
            home->ask(director, policy::Action::administer_staff, policy::Resource::site()),
            kOfficer, key.public_key());
    }
    void run_retention() {
        Retention retention(home->site, *home->gate, home->archive, home->cases,
                            [](Retention::Trouble, std::uint64_t) { FAIL(); });
        retention.run_once();
    }
    records::RecordedActs read(const ReadingKey* key = nullptr) {
        const auto director = home->staff();
        return home->site.ledger().read(
            home->ask(director, policy::Action::read_record, policy::Resource::ledger(),
                      policy::Purpose::accountability),
            {.before = Household::kBeginning + 86'400}, key);
    }

    const ReadingKey officer =
        ReadingKey::of(records::vault::KeyPair::generate().private_key.view());
    const Scratch scratch;
    std::int64_t moment = Household::kBeginning;
    std::optional<Household> home;
};

TEST_F(RecordKeys, OfTheSiteGoByTheRetentionJobOnceAnOfficerHasThem) {
    open();
    home->add_account("alice@example.org", "correct horse");
    const std::size_t acts = read().acts.size();
    ASSERT_GT(acts, 1U);
    home->now += kTwoMonths;
    run_retention();
    EXPECT_EQ(read().acts.size(), acts) << "nobody else could open them";
    appoint(officer);
    run_retention();  // seals what there is, and gives up the site's own
    EXPECT_EQ(read().acts.size(), 0U);
    EXPECT_EQ(read().sealed, acts);
    EXPECT_EQ(read(&officer).acts.size(), acts);
    EXPECT_EQ(read(&officer).sealed, 0U);
}

TEST_F(RecordKeys, AreSealedToNobodyAfterTheRoleHasEnded) {
    open();
    appoint(officer);
    EXPECT_EQ(home->site.vault().record_officers().size(), 1U);
    home->employ(kOfficer, StaffRole::support);
    EXPECT_TRUE(home->site.vault().record_officers().empty());
    appoint(officer);
    const auto director = home->staff();
    home->personnel.remove(
        home->ask(director, policy::Action::administer_staff, policy::Resource::site()), kOfficer);
    EXPECT_TRUE(home->site.vault().record_officers().empty());
}

// As a crash leaves it between the end of the role and that of the key.
TEST_F(RecordKeys, OfSomebodyWithoutTheRoleAreForgottenWhenTheSiteOpens) {
    open();
    appoint(officer);
    home->site.vault().put_record_officer(
        kOfficer + 1,
        ReadingKey::of(records::vault::KeyPair::generate().private_key.view()).public_key());
    EXPECT_EQ(home->site.vault().record_officers().size(), 2U);
    open();
    const auto officers = home->site.vault().record_officers();
    ASSERT_EQ(officers.size(), 1U);
    EXPECT_EQ(officers.begin()->first, kOfficer);
}

}  // namespace
}  // namespace postvern::compliance
