// The file of a case: what is kept of it, who may see and change it, and that what the rules see follows from it.
#include "records/case_files.hpp"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using policy::StaffRole;

constexpr const char* kWords = "Politiet i Fjellvik spør om kari nordmann";

CaseEntry entry_of(std::string step, std::string from, std::string into) {
    CaseEntry entry;
    entry.step.step = std::move(step);
    entry.step.office = "legal_officer";
    entry.step.from = std::move(from);
    entry.step.into = std::move(into);
    return entry;
}

// A site with its people, opened anew as often as a test wants.
struct Opened {
    explicit Opened(const Scratch& scratch) : home(scratch) {}

    policy::Grant leave(const policy::Subject& subject, Action action, std::uint64_t number) {
        return home.ask(subject, action, Resource::numbered(ResourceType::legal_case, number), Purpose::legal_request);
    }
    policy::Subject somebody(std::uint32_t user) {
        return home.gate->admit(policy::StaffClaim{user, home.site.house_token()}, policy::Channel::control).value();
    }

    Household home;
};

class CaseFilesTest : public testing::Test {
  protected:
    CaseFilesTest() {
        opened.emplace(scratch);
        alice = home().add_account("alice@example.org", "correct horse");
        bob = home().add_account("bob@example.org", "battery staple");
        home().employ(70'001, StaffRole::legal_officer);
        home().employ(70'002, StaffRole::legal_officer, bob);
        home().employ(70'003, StaffRole::second_officer);
        home().employ(70'005, StaffRole::support);
    }
    Household& home() { return opened->home; }
    CaseFiles& files() { return home().case_files; }
    policy::Grant leave(Action action, std::uint64_t number, std::uint32_t user = 70'001) {
        return opened->leave(opened->somebody(user), action, number);
    }
    CaseFile open(std::vector<AccountId> about) {
        CaseEntry entry = entry_of("open", "", "RECEIVED");
        entry.fields["authority"] = kWords;
        entry.papers = {{"enclosure", "letter.pdf", std::string("%PDF-1.7 ") + kWords}};
        entry.clocks = {{{"deadline", home().now + 100, {}}}};
        return files().open(leave(Action::open_case, 0), std::move(about), {}, std::move(entry));
    }
    CaseFile take(std::uint64_t number, CaseEntry entry, Action action = Action::decide_case) {
        return files().take(leave(action, number),
                            [&](const CaseFile&, const Caller&) { return std::move(entry); });
    }
    CaseFile read(std::uint64_t number) { return files().read(leave(Action::read_case, number)); }
    // Runs SQL on the store of a site that is not open.
    void tamper(const std::string& statement) {
        opened.reset();
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open((scratch.path() / "data/content.db").c_str(), &database), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
            << sqlite3_errmsg(database);
        EXPECT_GT(sqlite3_changes(database), 0);
        sqlite3_close(database);
        opened.emplace(scratch);
    }

    Scratch scratch;
    std::optional<Opened> opened;
    AccountId alice{};
    AccountId bob{};
};

// A file that another wrote meanwhile is not filed in the place of the one that was meant.
TEST_F(CaseFilesTest, APaperOfAnotherHashThanItMustHaveIsNotKept) {
    const std::uint64_t number = open({alice}).number;
    const auto place = scratch.path() / "bag.cms";
    std::ofstream(place) << "sealed";
    CaseEntry entry = entry_of("extract", "DUAL_APPROVED", "EXTRACTED");
    entry.papers = {{"bag", "bag.cms", {}, place, sha256("sealed by another")}};
    EXPECT_THROW(take(number, entry), Unavailable);
    EXPECT_EQ(read(number).papers.size(), 1U);
    entry.papers.front().hash = sha256("sealed");
    EXPECT_EQ(take(number, entry).papers.back().hash, sha256("sealed"));
}

TEST_F(CaseFilesTest, KeepsWhatCameInAndWhoTookWhichStep) {
    const CaseFile made = open({alice});
    EXPECT_EQ(made.reference.size(), 32u);
    CaseEntry entry = entry_of("classify", "RECEIVED", "CLASSIFIED");
    entry.step.reason = "as proposed";
    entry.step.evidence = {"instrument", "section"};
    entry.fields = {{"authority", ""}, {"country", "NO"}};
    entry.papers = {{"letter", "receipt", "Dear sir"}};
    entry.changes = {Classified{policy::Basis::court_order, policy::Route::domestic, {}}};
    home().now += 60;
    take(made.number, std::move(entry));

    opened.reset();
    opened.emplace(scratch);
    home().now += 100;
    const CaseFile file = read(made.number);
    EXPECT_EQ(file.reference, made.reference);
    EXPECT_EQ(file.state, "CLASSIFIED");
    EXPECT_EQ(file.fields, (std::map<std::string, std::string>{{"country", "NO"}}));
    ASSERT_EQ(file.steps.size(), 2u);
    EXPECT_EQ(file.steps[1].by, 70'001u);
    EXPECT_EQ(file.steps[1].at, Household::kBeginning + 60);
    EXPECT_EQ(file.steps[1].evidence, (std::vector<std::string>{"instrument", "section"}));
    EXPECT_EQ(file.steps[1].papers, std::vector<std::uint64_t>{2});
    ASSERT_EQ(file.papers.size(), 2u);
    EXPECT_EQ(file.papers[0].hash, sha256(std::string("%PDF-1.7 ") + kWords));
    EXPECT_EQ(files().paper(leave(Action::read_case, file.number), 1), std::string("%PDF-1.7 ") + kWords);
    EXPECT_THROW(files().paper(leave(Action::read_case, file.number), 3), NotFound);
    EXPECT_EQ(file.record.basis, policy::Basis::court_order);
    ASSERT_EQ(files().clocks().size(), 1u);
    EXPECT_EQ(files().clocks()[0].clock, (CaseClock{"deadline", Household::kBeginning + 100, {}}));
}

TEST_F(CaseFilesTest, WhatTheRulesSeeFollowsFromTheFileInOneTransaction) {
    const auto number = open({alice}).number;
    CaseEntry entry = entry_of("classify", "RECEIVED", "CLASSIFIED");
    entry.changes = {Classified{policy::Basis::court_order, policy::Route::domestic, {}}, Validated{}};
    EXPECT_THROW(take(number, std::move(entry)), Unacceptable);  // there is no order to validate
    EXPECT_FALSE(home().site.register_().legal_case(number)->basis);
    EXPECT_EQ(read(number).steps.size(), 1u);
    EXPECT_EQ(read(number).state, "RECEIVED");
}

TEST_F(CaseFilesTest, AChangeTakesTheGrantOfItsAction) {
    const auto number = open({alice}).number;
    const std::vector<CaseChange> changes = {Approved{}, Objected{}, ObjectionAnswered{}, OwnersTold{},
                                             Appointed{{Approver::second_officer, 70'003}}};
    for (const CaseChange& change : changes) {
        CaseEntry entry = entry_of("anything", "RECEIVED", "CLOSED");
        entry.changes = {change};
        EXPECT_THROW(take(number, std::move(entry)), policy::Denied) << change.index();
    }
    EXPECT_EQ(read(number).state, "RECEIVED");
    EXPECT_THROW(files().read(leave(Action::decide_case, number)), policy::Denied);
    EXPECT_THROW(files().open(leave(Action::read_case, number), {}, {}, {}), policy::Denied);
}

TEST_F(CaseFilesTest, ATryThatIsRefusedStaysOnFileAndChangesNothing) {
    const auto number = open({alice}).number;
    CaseEntry refused = entry_of("approve", "RECEIVED", "DUAL_APPROVED");
    refused.step.taken = false;
    refused.step.outcome = "not from here";
    const CaseFile file = take(number, refused);
    EXPECT_EQ(file.state, "RECEIVED");
    EXPECT_FALSE(file.steps.at(1).taken);
    EXPECT_EQ(file.steps.at(1).outcome, "not from here");
    refused.changes = {Validated{}};
    EXPECT_THROW(take(number, refused), std::logic_error);
}

TEST_F(CaseFilesTest, WhoIsConcernedSeesNothing) {
    const auto number = open({alice, bob}).number;
    EXPECT_THROW(leave(Action::read_case, number, 70'002), policy::Denied);  // bob's owner
    EXPECT_THROW(leave(Action::read_case, number, 70'005), policy::Denied);  // no office for it
    EXPECT_NO_THROW(leave(Action::read_case, number, 70'003));
    const auto of_alice = open({alice}).number;
    EXPECT_NO_THROW(leave(Action::read_case, of_alice, 70'002));
    CaseEntry entry = entry_of("attach", "RECEIVED", "RECEIVED");
    entry.changes = {Concerned{{bob}, {70'003}}};
    const CaseFile file = take(of_alice, std::move(entry));
    EXPECT_EQ(file.record.accounts, (std::vector<AccountId>{alice, bob}));
    EXPECT_THROW(leave(Action::read_case, of_alice, 70'002), policy::Denied);
    EXPECT_THROW(leave(Action::read_case, of_alice, 70'003), policy::Denied);
}

TEST_F(CaseFilesTest, OfTwoAtOnceTheSecondSeesTheFirst) {
    const auto number = open({alice}).number;
    std::atomic<int> first{0};
    const auto step = [&](const CaseFile& file, const Caller& caller) {
        CaseEntry entry = entry_of("count", file.state, std::to_string(file.steps.size()));
        if (file.steps.size() == 1) ++first;
        EXPECT_EQ(caller.member->user, 70'001u);
        return entry;
    };
    std::vector<policy::Grant> grants;
    for (int i = 0; i < 8; ++i) grants.push_back(leave(Action::decide_case, number));
    std::vector<std::thread> threads;
    for (policy::Grant& grant : grants) {
        threads.emplace_back([&files = files(), &grant, &step] { files.take(std::move(grant), step); });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(first, 1);
    EXPECT_EQ(read(number).state, "8");
    EXPECT_EQ(read(number).steps.size(), 9u);
}

TEST_F(CaseFilesTest, IsFoundByNumberAndReferenceAndListedWhileOpen) {
    const CaseFile one = open({alice});
    const CaseFile two = open({bob});
    EXPECT_NE(one.reference, two.reference);
    EXPECT_EQ(files().find(one.reference), one.number);
    EXPECT_EQ(files().find(std::to_string(two.number)), two.number);
    EXPECT_FALSE(files().find("99"));
    EXPECT_FALSE(files().find(std::string(32, '0')));
    CaseEntry closing = entry_of("close", "RECEIVED", "CLOSED");
    closing.closes = true;
    take(one.number, std::move(closing));
    EXPECT_EQ(files().numbers(false), std::vector<std::uint64_t>{two.number});
    EXPECT_EQ(files().numbers(true), (std::vector<std::uint64_t>{one.number, two.number}));
    for (const auto& running : files().clocks()) EXPECT_EQ(running.legal_case, two.number);
}

TEST_F(CaseFilesTest, NothingOfItStandsOnTheDiskInTheClear) {
    const auto number = open({alice}).number;
    CaseEntry entry = entry_of("reject", "RECEIVED", "REJECTED");
    entry.step.reason = kWords;
    entry.step.outcome = kWords;
    take(number, std::move(entry));
    opened.reset();
    std::size_t searched = 0;
    for (const auto& each : std::filesystem::recursive_directory_iterator(scratch.path() / "data")) {
        if (!each.is_regular_file()) continue;
        std::ifstream stream(each.path(), std::ios::binary);
        const std::string octets{std::istreambuf_iterator<char>(stream), {}};
        searched += octets.size();
        for (const char* word : {"Fjellvik", "nordmann", "letter.pdf", "REJECTED"}) {
            EXPECT_EQ(octets.find(word), std::string::npos) << each.path() << ' ' << word;
        }
    }
    EXPECT_GT(searched, 10'000u);
}

TEST_F(CaseFilesTest, WhatWasTakenAwayOrExchangedIsFound) {
    const auto number = open({alice}).number;
    take(number, entry_of("one", "RECEIVED", "ONE"));
    take(number, entry_of("two", "ONE", "TWO"));
    tamper("DELETE FROM case_steps WHERE number = 2");
    EXPECT_THROW(read(number), StorageError);
    tamper("UPDATE case_steps SET number = 2 WHERE number = 3");
    EXPECT_THROW(read(number), StorageError);
    const auto other = open({alice}).number;
    EXPECT_NO_THROW(read(other));
    tamper("UPDATE case_papers SET octets = (SELECT octets FROM case_papers WHERE legal_case = 1) WHERE legal_case = 2");
    EXPECT_NO_THROW(read(other));
    EXPECT_THROW(files().paper(leave(Action::read_case, other), 1), StorageError);
}

// What does not fit in a row: from memory, and from a file that is never whole in memory.
TEST_F(CaseFilesTest, ALargePaperIsKeptInPiecesAndReadInParts) {
    const auto number = open({alice}).number;
    std::string octets(std::size_t{5} << 19, '\0');  // 2.5 MiB
    for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<char>(i * 7 + i / 251);
    const auto bag = scratch.path() / "bag.cms";
    std::ofstream(bag, std::ios::binary) << octets;
    CaseEntry entry = entry_of("extract", "RECEIVED", "EXTRACTED");
    entry.papers = {{"enclosure", "big", octets}, {"bag", "bag.cms", {}, bag}, {"bag", "empty", {}, scratch.path() / "none"}};
    EXPECT_THROW(take(number, entry), Unavailable);
    EXPECT_EQ(read(number).papers.size(), 1u);
    std::ofstream(scratch.path() / "none", std::ios::binary).flush();
    take(number, std::move(entry));
    opened.reset();
    opened.emplace(scratch);
    for (const std::uint64_t paper : {2u, 3u}) {
        EXPECT_EQ(files().paper(leave(Action::read_case, number), paper), octets);
        std::string parts;
        for (std::string part; !(part = files().part(leave(Action::read_case, number), paper, parts.size(), 700'001).octets).empty();) {
            parts += part;
        }
        EXPECT_EQ(parts, octets);
        const auto last = files().part(leave(Action::read_case, number), paper, octets.size() - 3, UINT64_MAX);
        EXPECT_EQ(last.octets, octets.substr(octets.size() - 3));
        EXPECT_EQ(last.of.hash, sha256(octets));
        EXPECT_EQ(last.of.octets, octets.size());
    }
    EXPECT_EQ(files().paper(leave(Action::read_case, number), 4), "");
    EXPECT_EQ(files().part(leave(Action::read_case, number), 1, 5, 3).octets, "1.7");
    EXPECT_EQ(files().part(leave(Action::read_case, number), 1, 5000, 3).octets, "");
    EXPECT_THROW(files().part(leave(Action::read_case, number), 5, 0, 1), NotFound);
    EXPECT_THROW(files().part(leave(Action::decide_case, number), 3, 0, 1), policy::Denied);

    tamper("DELETE FROM case_paper_pieces WHERE paper = 2 AND number = 3");
    EXPECT_THROW(files().paper(leave(Action::read_case, number), 2), StorageError);
    EXPECT_EQ(files().part(leave(Action::read_case, number), 2, 0, 9).octets, octets.substr(0, 9));
    tamper("UPDATE case_paper_pieces SET octets = (SELECT octets FROM case_paper_pieces WHERE paper = 3 AND number = 2)"
           " WHERE paper = 3 AND number = 1");
    EXPECT_THROW(files().part(leave(Action::read_case, number), 3, 0, 9), StorageError);
}

TEST_F(CaseFilesTest, HoldsWhatItsLimitsSayAndNoMore) {
    const auto number = open({alice}).number;
    CaseEntry entry = entry_of("attach", "RECEIVED", "RECEIVED");
    entry.fields["text"] = std::string(kFieldsLimit, 'x');
    EXPECT_THROW(take(number, std::move(entry)), LimitReached);
    EXPECT_EQ(read(number).steps.size(), 1u);
    EXPECT_THROW(take(number + 1, entry_of("attach", "", "")), policy::Denied);  // there is none
}

}  // namespace
}  // namespace postvern::records
