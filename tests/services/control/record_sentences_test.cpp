// The access record in sentences: each act, purpose, job and office has words, and the words make sentences.
#include "services/control/ledger/record_sentences.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <regex>
#include <set>

#include "policy/assembly.hpp"
#include "services/control/ledger/record_words.hpp"
#include "test_places.hpp"
#include "tests/printed.hpp"

namespace postvern::services::control {
namespace {

using policy::Action;
using policy::Outcome;
using policy::Purpose;
using records::RecordedAct;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kOperatorsPseudonym(32, '1');
const std::string kAccountsPseudonym(32, '2');

// 2026-03-03 14:15 UTC: an operator administered an account.
RecordedAct administration() {
    return {.sequence = 1,
            .leaf = 0,
            .moment = 1'772'547'300,
            .rounded_to = 900,
            .role = "staff",
            .actor = kOperatorsPseudonym,
            .data = "subscriber",
            .subject = kAccountsPseudonym,
            .operation = "administer_accounts",
            .purpose = "administration",
            .legal_basis = "GDPR Art. 6(1)(b); ISP-52",
            .rules = "ISP-52.operators-administer-accounts",
            .cut = false,
            .rulebook = {},
            .outcome = Outcome::granted,
            .objects = "0",
            .retention = "staff-access"};
}

RecordedAct with(const std::function<void(RecordedAct&)>& change) {
    RecordedAct act = administration();
    change(act);
    return act;
}

struct Told {
    const char* name;
    RecordedAct act;
    const char* to_the_person;
    const char* to_an_officer;
};
void PrintTo(const Told& told, std::ostream* out) { tests::print(told.name, out); }

const std::vector<Told> kTold = {
    {"Administration", administration(),
     "On 3 March 2026 between 14:15 and 14:30 UTC an operator administered your account, to administer the service, "
     "under ISP-52 [GDPR Art. 6(1)(b); ISP-52].",
     "On 3 March 2026 between 14:15 and 14:30 UTC an operator (11111111) administered account 22222222, to administer "
     "the service, under ISP-52.operators-administer-accounts [GDPR Art. 6(1)(b); ISP-52]; administer_accounts for "
     "administration, kept as staff-access."},
    {"Restore",
     with([](RecordedAct& act) {
         act.operation = "restore";
         act.purpose = "subject_rights";
         act.rules = "ISP-27.operators-restore ISP-27.other";
         act.legal_basis = "";
         act.objects = "2-10";
     }),
     "On 3 March 2026 between 14:15 and 14:30 UTC a member of staff restored your account from a snapshot, on your "
     "request, under ISP-27; 2-10 items.",
     "On 3 March 2026 between 14:15 and 14:30 UTC a member of staff (11111111) restored account 22222222 from a "
     "snapshot, on the owner's request, under ISP-27.operators-restore and ISP-27.other; 2-10 items; restore for "
     "subject_rights, kept as staff-access."},
    {"RefusedByARule",
     with([](RecordedAct& act) {
         act.operation = "read";
         act.data = "mail";
         act.purpose = "advertising";
         act.outcome = Outcome::refused;
         act.rules = "ISP-48.staff-see-no-content ISP-59.never-sold";
         act.legal_basis = "GDPR Art. 5(1)(f)";
         act.cut = true;
         act.objects = "10001-";
         act.leaf.reset();
     }),
     "On 3 March 2026 between 14:15 and 14:30 UTC a member of staff was refused leave to read your mail, for "
     "advertising, by ISP-48 and ISP-59 [GDPR Art. 5(1)(f) ...]; 10001 items or more.",
     "On 3 March 2026 between 14:15 and 14:30 UTC a member of staff (11111111) was refused leave to read mail of account "
     "22222222, for advertising, by ISP-48.staff-see-no-content and ISP-59.never-sold [GDPR Art. 5(1)(f) ...]; 10001 "
     "items or more; read for advertising, kept as staff-access, not yet published."},
    {"RefusedByNone",
     with([](RecordedAct& act) {
         act.role = "owner";
         act.actor = act.subject;
         act.operation = "disclose";
         act.data = "not stated";
         act.purpose = "subject_rights";
         act.outcome = Outcome::refused;
         act.rules = "";
         act.legal_basis = "";
     }),
     "On 3 March 2026 between 14:15 and 14:30 UTC you were refused leave to hand over what an order names of your data, "
     "in exercise of your rights, as no rule permits it.",
     "On 3 March 2026 between 14:15 and 14:30 UTC the owner (22222222) was refused leave to hand over what an order "
     "names of their own data, in exercise of their rights, as no rule permits it; disclose for subject_rights, kept as "
     "staff-access."},
    {"Case",
     with([](RecordedAct& act) {
         act.operation = "extract";
         act.data = "mail";
         act.purpose = "legal_request";
         act.rules = "ISP-35.officers-carry-out-orders";
         act.legal_basis = "";
         act.objects = "1";
         act.rounded_to = 60;
         act.retention = "legal";
         act.restricted = true;
         act.case_reference = "0000000000000000000000000000002a";
     }),
     "On 3 March 2026 at 14:15 UTC a legal officer extracted what an order names of your mail, because of a request for "
     "data, under ISP-35; 1 item; case 0000000000000000000000000000002a.",
     "On 3 March 2026 at 14:15 UTC a legal officer (11111111) extracted what an order names of mail of account 22222222, "
     "because of a request for data, under ISP-35.officers-carry-out-orders; 1 item; case "
     "0000000000000000000000000000002a; extract for legal_request, kept as legal, not shown to the owner."},
    {"Consent",
     with([](RecordedAct& act) {
         act.role = "owner";
         act.actor = act.subject;
         act.operation = "give_consent";
         act.data = "not stated";
         act.purpose = "subject_rights";
         act.rules = "ISP-55.owner-consents";
         act.legal_basis = "";
     }),
     "On 3 March 2026 between 14:15 and 14:30 UTC you gave consent to optional processing of your data, in exercise of your "
     "rights, under ISP-55.",
     "On 3 March 2026 between 14:15 and 14:30 UTC the owner (22222222) gave consent to optional processing of their own "
     "data, in exercise of their rights, under ISP-55.owner-consents; give_consent for subject_rights, kept as staff-access."},
    {"Job",
     with([](RecordedAct& act) {
         act.role = "system job";
         act.job = "retention";
         act.operation = "purge";
         act.purpose = "retention";
         act.rules = "ISP-28.retention-purges-what-is-due";
         act.legal_basis = "";
         act.moment = 1'772'581'500;  // the last quarter of an hour of that day
     }),
     "On 3 March 2026 between 23:45 and 24:00 UTC the retention job destroyed what was due in your account, because its "
     "time was over, under ISP-28.",
     "On 3 March 2026 between 23:45 and 24:00 UTC the retention job destroyed what was due in account 22222222, because "
     "its time was over, under ISP-28.retention-purges-what-is-due; purge for retention, kept as staff-access."},
    {"OfTheHouse",
     with([](RecordedAct& act) {
         act.operation = "backup";
         act.data = "whole site";
         act.purpose = "backup";
         act.rules = "ISP-27.backup";
         act.legal_basis = "";
         act.about_the_house = true;
     }),
     nullptr,
     "On 3 March 2026 between 14:15 and 14:30 UTC an operator (11111111) copied the whole site, sealed, into a backup, "
     "to guard against loss, under ISP-27.backup; backup for backup, kept as staff-access."},
    {"NamesThatAreNotKnown",
     with([](RecordedAct& act) {
         act.operation = "teleport";
         act.purpose = "curiosity";
         act.rules = "house-rule";
         act.legal_basis = "";
     }),
     "On 3 March 2026 between 14:15 and 14:30 UTC a member of staff did teleport, for curiosity, under house-rule.",
     "On 3 March 2026 between 14:15 and 14:30 UTC a member of staff (11111111) did teleport, for curiosity, under "
     "house-rule; teleport for curiosity, kept as staff-access."},
};

class Sentences : public testing::TestWithParam<Told> {};

TEST_P(Sentences, TellWhatWasDone) {
    const Told& told = GetParam();
    if (told.to_the_person != nullptr) {
        EXPECT_EQ(sentence(told.act, Audience::person), told.to_the_person);
    }
    EXPECT_EQ(sentence(told.act, Audience::officer), told.to_an_officer);
}

INSTANTIATE_TEST_SUITE_P(Table, Sentences, testing::ValuesIn(kTold),
                         [](const auto& told) { return std::string(told.param.name); });

TEST(SentencesOfAll, AreMadeOfEveryActByEveryRoleForEveryPurpose) {
    constexpr std::string_view kRoles[] = {"owner",   "delivery agent", "system job", "staff",
                                           "founder", "processor",      "authority"};
    std::set<std::string> seen;
    for (std::size_t i = 0; i < policy::kActionCount; ++i) {
        RecordedAct act = administration();
        act.operation = policy::name(Action{static_cast<std::uint8_t>(i)});
        ASSERT_NE(words_of_act(act.operation), nullptr) << act.operation;
        EXPECT_TRUE(seen.insert(sentence(act, Audience::person)).second) << act.operation << " is told as another act is";
        for (const std::string_view role : kRoles) {
            for (const Outcome outcome : {Outcome::granted, Outcome::refused}) {
                for (const bool house : {false, true}) {
                    act.role = role;
                    act.outcome = outcome;
                    act.about_the_house = house;
                    for (const Audience audience : {Audience::person, Audience::officer}) {
                        const std::string text = sentence(act, audience);
                        EXPECT_THAT(text, StartsWith("On 3 March 2026 between 14:15 and 14:30 UTC "));
                        EXPECT_THAT(text, EndsWith("."));
                        EXPECT_THAT(text, Not(testing::AnyOf(HasSubstr("{"), HasSubstr("  "), HasSubstr(" ,"))));
                    }
                }
            }
        }
    }
}

TEST(SentencesOfAll, NameEveryPurposeAndJob) {
    std::set<std::string_view> purposes;
    for (std::size_t i = 0; i < policy::kPurposeCount; ++i) {
        const auto words = words_of_purpose(policy::name(Purpose{static_cast<std::uint8_t>(i)}));
        EXPECT_FALSE(words.empty()) << i;
        EXPECT_TRUE(purposes.insert(words).second) << words;
    }
    EXPECT_EQ(words_of_purpose("legal_request"), "because of a request for data");
    EXPECT_EQ(words_of_purpose("statistics"), "for statistics");
    std::set<std::string_view> jobs;
    for (std::size_t i = 0; i < policy::kJobCount; ++i) {
        EXPECT_TRUE(jobs.insert(words_of_job(policy::name(policy::Job{static_cast<std::uint8_t>(i)}))).second) << i;
    }
    EXPECT_EQ(jobs.count(words_of_job("no job")), 0U);
    EXPECT_EQ(words_of_job("notices"), "the job that sends notices");
}

// --- Offices ----------------------------------------------------------------------------------------

std::string words_of_role(const std::string& role) {
    if (role == "operator") return "an operator";
    if (role == "support") return "support";
    if (role == "legal_officer") return "a legal officer";
    if (role == "managing_director") return "the managing director";
    if (role == "data_protection_officer") return "the data protection officer";
    return "the managing director or the second officer";
}

TEST(Offices, AreThoseOfTheRulesThatShip) {
    const std::regex rule_form("@id\\(\"([^\"]+)\"\\)[^;]*?\\npermit ([^;]*);");
    const std::regex role_form("Role::\"(\\w+)\"");
    int known = 0;
    for (const auto& file : policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook")) {
        std::string text = std::regex_replace(file.text, std::regex("@(law|explain|explain_nb|isp)\\(.*\\)\\n"), "");
        for (auto rule = std::sregex_iterator(text.begin(), text.end(), rule_form); rule != std::sregex_iterator(); ++rule) {
            const std::string id = (*rule)[1];
            const std::string body = (*rule)[2];
            std::set<std::string> roles;
            for (auto role = std::sregex_iterator(body.begin(), body.end(), role_form); role != std::sregex_iterator(); ++role) {
                roles.insert((*role)[1]);
            }
            const bool leaders = roles == std::set<std::string>{"managing_director", "second_officer"};
            const bool tells = (roles.size() == 1 || leaders) && body.find("substitutes.contains") == std::string::npos;
            EXPECT_EQ(office_by_rules(id), tells ? words_of_role(leaders ? "leaders" : *roles.begin()) : "a member of staff")
                << id;
            known += tells ? 1 : 0;
        }
    }
    EXPECT_EQ(known, 20) << "rules that tell an office";
}

TEST(Offices, AreAllNamedWhereSeveralPermit) {
    EXPECT_EQ(office_by_rules("ISP-61.operators-account-for-acts ISP-66.watchdog-reads-the-record"),
              "a member of staff (an operator, the data protection officer)");
    EXPECT_EQ(office_by_rules("ISP-61.operators-account-for-acts other ISP-27.backup"), "an operator");
    EXPECT_EQ(office_by_rules(""), "a member of staff");
}

TEST(SentencesOfAll, CountAnOwnersOwnAccesses) {
    const records::AccessTally tally{records::Day{20'515}, policy::Channel::imap, 14};
    EXPECT_EQ(sentence(tally, Audience::person), "On 3 March 2026 you came by imap: 14 acts.");
    EXPECT_EQ(sentence(records::AccessTally{records::Day{0}, policy::Channel::dav, 1}, Audience::officer),
              "On 1 January 1970 the owner came by dav: 1 act.");
}

}  // namespace
}  // namespace postvern::services::control
