// What the house does by itself, cut short wherever it can be, is done once.
#include "compliance/case_clock_job.hpp"
#include "tests/compliance/casework/bench.hpp"

namespace postvern::compliance {
namespace {

class Duties : public testing::Test, public Bench {
  protected:
    std::size_t mailbox() {
        const policy::Subject owner = home().sign_in("alice@example.org", "correct horse");
        return home().read(owner, home().collection(owner, "INBOX"), records::UidSet::all()).size();
    }
    // Writes `fields` into the file as the clock does, with the duty to be done.
    void leave_duty(const std::string& reference, const std::map<std::string, std::string>& fields,
                    std::vector<records::NewPaper> papers = {}) {
        const policy::Subject notices =
            home().gate->admit(policy::JobClaim{policy::Job::notices, home().site.house_token()}, policy::Channel::job).value();
        const std::uint64_t number = home().case_files.find(reference).value();
        home().case_files.take(
            home().gate->ask_and_wait({notices, policy::Action::keep_time,
                                       policy::Resource::numbered(policy::ResourceType::legal_case, number),
                                       policy::Purpose::legal_request, policy::Channel::job}),
            [&](const records::CaseFile& file, const records::Caller& caller) {
                records::CaseEntry entry;
                entry.step.step = "attach";
                entry.step.office = "clock";
                entry.step.from = entry.step.into = file.state;
                entry.fields = fields;
                entry.papers = std::move(papers);
                entry.clocks = {{"duty", caller.now, {}}};
                return entry;
            });
    }
    std::uint64_t run() {
        std::uint64_t failed = 0;
        casework().run_due(failed);
        return failed;
    }
};

// Killed after the notice was put into the mailbox and before the file says so.
TEST_F(Duties, ANoticeThatIsThereIsNotPutThereAgain) {
    const std::string reference = scoped();
    const CaseOutcome told = take(kOfficer, reference, CaseStep::notify_before);
    ASSERT_EQ(told.refusal, "");
    ASSERT_EQ(mailbox(), 1u);
    for (int kill = 0; kill < 3; ++kill) {
        leave_duty(reference, {{"to-mail", std::to_string(told.letter->paper) + " alice@example.org"}});
        reopen();
        EXPECT_EQ(run(), 0u);
        EXPECT_EQ(mailbox(), 1u);
        EXPECT_EQ(see(reference).file.fields.count("to-mail"), 0u);
    }
}

// Killed after the step and before the mailbox.
TEST_F(Duties, ANoticeThatIsNotThereYetIsPutThereOnce) {
    const std::string reference = scoped();
    const CaseOutcome told = take(kOfficer, reference, CaseStep::notify_before);
    ASSERT_EQ(told.refusal, "");
    const std::uint64_t next = see(reference).file.papers.size() + 1;
    leave_duty(reference, {{"to-mail", std::to_string(next) + " alice@example.org"}},
               {{"letter", "owner_notice_before.en.txt", text_of(reference, told)}});
    reopen();
    EXPECT_EQ(mailbox(), 1u);
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(mailbox(), 2u);
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(mailbox(), 2u);
}

// The duty once named a letter alone, which was to all owners.
TEST_F(Duties, ANoticeThatAnEarlierVersionLeftIsPutThereOnce) {
    const std::string reference = scoped();
    const CaseOutcome told = take(kOfficer, reference, CaseStep::notify_before);
    ASSERT_EQ(told.refusal, "");
    const std::uint64_t next = see(reference).file.papers.size() + 1;
    leave_duty(reference, {{"to-mail", std::to_string(next)}},
               {{"letter", "owner_notice_before.en.txt", text_of(reference, told)}});
    reopen();
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(mailbox(), 2u);
    EXPECT_EQ(see(reference).file.fields.count("to-mail"), 0u);
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(mailbox(), 2u);
}

TEST_F(Duties, ANoticeThatAnEarlierVersionLeftForAllIsWrittenForEachOwnerAlone) {
    const std::string reference = scoped({"alice@example.org", "bob@example.org"});
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify_before).refusal, "");
    const std::uint64_t next = see(reference).file.papers.size() + 1;
    leave_duty(reference, {{"to-mail", std::to_string(next)}},
               {{"letter", "owner_notice_before.nb.txt", "of alice@example.org and of bob@example.org"}});
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(see(reference).file.fields.count("to-mail"), 0u);
    const auto newest = [&](const char* address, const char* password) {
        const policy::Subject owner = home().sign_in(address, password);
        const auto mail = home().read(owner, home().collection(owner, "INBOX"), records::UidSet::all());
        EXPECT_EQ(mail.size(), 2u) << address;
        return mail.empty() ? std::string() : mail.back().content;
    };
    const std::string alices = newest("alice@example.org", "correct horse");
    EXPECT_NE(alices.find("Varsel om"), std::string::npos) << alices;
    EXPECT_NE(alices.find("alice@example.org"), std::string::npos);
    EXPECT_EQ(alices.find("bob@example.org"), std::string::npos);
    const std::string bobs = newest("bob@example.org", "battery staple");
    EXPECT_NE(bobs.find("bob@example.org"), std::string::npos);
    EXPECT_EQ(bobs.find("alice@example.org"), std::string::npos);
}

// What cannot be done is left and told of at each run, and keeps nothing from the others.
TEST_F(Duties, ANoticeOfALetterThatIsNotThereStaysOnFile) {
    const std::string reference = scoped({"alice@example.org", "bob@example.org"});
    const std::size_t next = see(reference).file.papers.size() + 1;
    leave_duty(reference, {{"to-mail", "999\n" + std::to_string(next) + " alice@example.org"}},
               {{"letter", "owner_notice_before.en.txt", "a notice"}});
    EXPECT_EQ(run(), 1u);
    EXPECT_EQ(run(), 1u);
    EXPECT_EQ(mailbox(), 1u);
    EXPECT_EQ(see(reference).file.fields.at("to-mail"), "999");
}

// Killed between one account and the next, and after all of them.
TEST_F(Duties, AHoldIsMadeOnceForEachAccount) {
    std::string letter = kPreservation;
    letter.replace(letter.find("[\"alice@example.org\"]"), 21, "[\"alice@example.org\", \"bob@example.org\"]");
    const std::string reference = classified(letter);
    CaseAct act;
    act.step = CaseStep::preserve;
    act.papers = {{"binding-paper", "215a.pdf", "an order"}};
    act.until = home().now + 60 * kDay;
    ASSERT_EQ(take(kOfficer, reference, act).refusal, "");
    ASSERT_EQ(home().site.register_().all_holds().size(), 2u);
    leave_duty(reference, {{"to-hold", "yes"}});
    reopen();
    EXPECT_EQ(run(), 0u);
    EXPECT_EQ(home().site.register_().all_holds().size(), 2u);
}

TEST_F(Duties, EachOwnerReadsOfTheirOwnAccountAlone) {
    const std::string reference = scoped({"alice@example.org", "bob@example.org"});
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify_before).refusal, "");
    const policy::Subject bob_himself = home().sign_in("bob@example.org", "battery staple");
    const auto mail = home().read(bob_himself, home().collection(bob_himself, "INBOX"), records::UidSet::all());
    ASSERT_EQ(mail.size(), 1u);
    EXPECT_NE(mail.front().content.find("bob@example.org"), std::string::npos);
    EXPECT_EQ(mail.front().content.find("alice@example.org"), std::string::npos);
    EXPECT_EQ(mailbox(), 1u);
}

// A mailbox takes nothing more: the step stands, its owner is told later, everybody else now, and clocks ring.
TEST_F(Duties, WhatOneOwnerCannotBeToldStopsNothingElse) {
    const std::string reference = scoped({"alice@example.org", "bob@example.org"});
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify_before).refusal, "");
    ASSERT_EQ(mailbox(), 1u);
    // What fails whatever is tried: a paper that does not exist.
    const std::size_t next = see(reference).file.papers.size() + 1;
    leave_duty(reference, {{"to-mail", "999 alice@example.org\n" + std::to_string(next) + " bob@example.org"}},
               {{"letter", "owner_notice_before.en.txt", "a notice"}});
    home().now += 29 * kDay;
    EXPECT_EQ(run(), 1u);
    EXPECT_EQ(see(reference).file.state, "EXPIRED");
    EXPECT_EQ(see(reference).file.fields.at("to-mail"), "999 alice@example.org");
    const policy::Subject bob_himself = home().sign_in("bob@example.org", "battery staple");
    EXPECT_EQ(home().read(bob_himself, home().collection(bob_himself, "INBOX"), records::UidSet::all()).size(), 2u);
}

// Straffeprosessloven § 208: whoever fills the mailbox is told all the same.
TEST_F(Duties, AFullMailboxTakesTheHousesNotice) {
    const std::string reference = scoped();
    home().accounts.set_quota(home().ask(home().staff(), policy::Action::administer_accounts, policy::Resource::of(alice)), 1);
    EXPECT_EQ(take(kOfficer, reference, CaseStep::notify_before).refusal, "");
    EXPECT_EQ(mailbox(), 1u);
}

// The job's own thread: at its start, and when it is asked to. It ends with a look that is done.
TEST_F(Duties, TheJobsThreadDoesWhatIsDue) {
    const std::string reference = classified(kPreservation);
    CaseAct act;
    act.step = CaseStep::preserve;
    act.papers = {{"binding-paper", "215a.pdf", "an order"}};
    act.until = home().now + 90 * kDay;
    ASSERT_EQ(take(kOfficer, reference, act).refusal, "");
    home().now += 91 * kDay;
    std::uint64_t failures = 0;
    { const CaseClockJob job(casework(), [&](std::uint64_t times) { failures += times; }); }
    EXPECT_EQ(see(reference).file.state, "LAPSED");
    EXPECT_EQ(failures, 0u);
}

}  // namespace
}  // namespace postvern::compliance
