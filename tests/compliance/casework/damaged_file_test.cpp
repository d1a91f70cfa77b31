// Files of cases that are damaged on the disk when their time is over: they stay as they are, with an error that says what is
// wrong, and keep no other file.
#include <sqlite3.h>

#include <gmock/gmock.h>

#include <algorithm>

#include "compliance/retention.hpp"
#include "records/errors.hpp"
#include "tests/compliance/casework/bench.hpp"

namespace postvern::compliance {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr std::int64_t kLongAfter = 4 * 366 * kDay;

struct Damage {
    const char* name;
    const char* statement;  // ?1: the number of the case
    const char* told;
};
void PrintTo(const Damage& damage, std::ostream* out) { *out << damage.name; }

constexpr Damage kDamages[] = {
    {"AnOctetOfAStep",
     "UPDATE case_steps SET sealed = CAST(substr(sealed, 1, length(sealed) - 1) ||"
     " CASE substr(sealed, -1) WHEN x'00' THEN x'01' ELSE x'00' END AS BLOB) WHERE legal_case = ?1 AND number = 2",
     "step 2 cannot be read"},
    {"AStepThatIsCutShort", "UPDATE case_steps SET sealed = substr(sealed, 1, 3) WHERE legal_case = ?1 AND number = 2",
     "step 2 cannot be read"},
    {"AStepOfAnotherPlace",
     "UPDATE case_steps SET sealed = (SELECT sealed FROM case_steps WHERE legal_case = ?1 AND number = 3) "
     "WHERE legal_case = ?1 AND number = 2",
     "step 2 cannot be read"},
    {"AStepThatIsMissing", "DELETE FROM case_steps WHERE legal_case = ?1 AND number = 2", "step 2 is missing"},
    // Whose time would be over earlier without it.
    {"TheLastStepMissing",
     "DELETE FROM case_steps WHERE legal_case = ?1 AND number = (SELECT max(number) FROM case_steps WHERE legal_case = ?1)",
     "step 5 is missing"},
    {"AllStepsMissing", "DELETE FROM case_steps WHERE legal_case = ?1", "step 1 is missing"},
    {"AStepThatWasAdded",
     "INSERT INTO case_steps (legal_case, number, sealed) SELECT ?1, 6, sealed FROM case_steps WHERE legal_case = ?1 AND number = 5",
     "step 6 cannot be read"},
};

class MendedFile : public testing::Test, public Bench {
  protected:
    // Value: how many failures there were in a run; it runs by itself as well.
    std::uint64_t retain() {
        std::uint64_t failures = 0;
        {
            Retention retention(home().site, *home().gate, home().archive, home().cases,
                                [&](Retention::Trouble, std::uint64_t times) { failures = std::max(failures, times); },
                                &casework());
            retention.run_once();
        }
        return failures;
    }
    std::string rejected_and_closed() {
        const std::string reference = classified(kPolice);
        EXPECT_EQ(take(kOfficer, reference, CaseStep::reject, {}, "no court has decided").refusal, "");
        EXPECT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
        return reference;
    }
    bool is_there(const std::string& reference) { return home().case_files.find(reference).has_value(); }
    std::filesystem::path database() const { return scratch.path() / "data/content.db"; }
    // Value: how many rows it was done to. The site is closed meanwhile.
    int change(const std::string& statement, std::uint64_t number) const {
        sqlite3* opened = nullptr;
        EXPECT_EQ(sqlite3_open(database().c_str(), &opened), SQLITE_OK);
        sqlite3_stmt* prepared = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(opened, statement.c_str(), -1, &prepared, nullptr), SQLITE_OK) << sqlite3_errmsg(opened);
        sqlite3_bind_int64(prepared, 1, static_cast<sqlite3_int64>(number));
        EXPECT_EQ(sqlite3_step(prepared), SQLITE_DONE) << sqlite3_errmsg(opened);
        sqlite3_finalize(prepared);
        const int changed = sqlite3_changes(opened);
        sqlite3_close(opened);
        return changed;
    }
    std::string destroying(std::uint64_t number) {
        const policy::Subject job = home().job(policy::Job::retention);
        try {
            casework().destroy_file(home().ask(job, policy::Action::purge,
                                               policy::Resource::numbered(policy::ResourceType::legal_case, number),
                                               policy::Purpose::retention));
        } catch (const records::StorageError& fault) {
            return fault.what();
        }
        return "destroyed";
    }
};

class DamagedFile : public MendedFile, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedFile, StaysAsItIsAndKeepsNoOther) {
    const std::string reference = rejected_and_closed();
    const std::string sound = rejected_and_closed();
    const std::uint64_t number = home().case_files.find(reference).value();
    reopen([&] { EXPECT_GT(change(GetParam().statement, number), 0); });
    home().now += kLongAfter;
    EXPECT_EQ(retain(), 1u);
    EXPECT_FALSE(is_there(sound));
    EXPECT_TRUE(is_there(reference));
    const auto tells = AllOf(HasSubstr("of case " + std::to_string(number) + ' '), HasSubstr(GetParam().told),
                             HasSubstr("restore a backup"));
    EXPECT_THAT(destroying(number), tells);
    EXPECT_TRUE(is_there(reference));
    try {
        see(reference);
        ADD_FAILURE() << "a damaged file was read";
    } catch (const records::StorageError& fault) {
        EXPECT_THAT(fault.what(), tells);
    }
    // What a failed destruction would have taken with it is still there.
    reopen([&] { EXPECT_GT(change("UPDATE case_papers SET number = number WHERE legal_case = ?1", number), 0); });
}

INSTANTIATE_TEST_SUITE_P(Steps, DamagedFile, testing::ValuesIn(kDamages),
                         [](const auto& each) { return std::string(each.param.name); });

// A step that was damaged and put right again.
TEST_F(MendedFile, EndsOnceItIsWhole) {
    const std::string reference = rejected_and_closed();
    const std::uint64_t number = home().case_files.find(reference).value();
    const char* const reverse = "UPDATE case_steps SET number = -number WHERE legal_case = ?1 AND abs(number) = 2";
    reopen([&] { EXPECT_EQ(change(reverse, number), 1); });
    home().now += kLongAfter;
    EXPECT_EQ(retain(), 1u);
    ASSERT_TRUE(is_there(reference));
    reopen([&] { EXPECT_EQ(change(reverse, number), 1); });
    EXPECT_EQ(retain(), 0u);
    EXPECT_FALSE(is_there(reference));
}

}  // namespace
}  // namespace postvern::compliance
