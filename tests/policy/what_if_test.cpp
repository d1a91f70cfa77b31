// Questions as people put them, to the rulebook that ships.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include "policy/catalogue.hpp"
#include "policy/engine/house_schema.hpp"
#include "policy/language/syntax_error.hpp"
#include "policy/nearest_names.hpp"
#include "policy/rules_what_if.hpp"
#include "policy/tools/reading.hpp"
#include "policy/what_if/situation.hpp"
#include "test_places.hpp"

namespace postvern::policy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t kNow = 1'700'000'000;
using Pairs = std::vector<std::pair<std::string, std::string>>;

WhatIfAnswer ask(const std::string& as, const std::string& act, const std::string& to,
                 const std::string& purpose, const Pairs& facts = {}) {
    static const auto files = read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook");
    return answer_what_if(files, {as, act, to, purpose, facts, kNow});
}

std::string fault_of(const std::string& as, const std::string& act, const std::string& to,
                     const std::string& purpose, const Pairs& facts = {}) {
    try {
        ask(as, act, to, purpose, facts);
    } catch (const std::invalid_argument& failure) {
        return failure.what();
    }
    return "none";
}

bool names(const std::vector<RuleStatement>& rules, const std::string& id) {
    return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule.id == id; });
}

std::string clauses_of(const std::vector<RuleStatement>& rules, const std::string& id) {
    std::string text;
    for (const RuleStatement& rule : rules) {
        if (rule.id != id) continue;
        for (const auto& clause : rule.clauses) text += clause.text + clause.found + "\n";
    }
    return text;
}

std::string value_of(const WhatIfAnswer& answer, const std::string& name) {
    for (const KnownFact& fact : answer.known) {
        if (fact.name == name) return fact.value + (fact.told ? ", told" : "");
    }
    return "unknown";
}

TEST(WhatIf, TakesForGrantedThatAllIsInOrder) {
    const struct {
        const char* as;
        const char* act;
        const char* to;
        const char* purpose;
    } rows[] = {
        {"owner", "read", "Collection", ""},
        {"owner", "read", "", ""},
        {"delivery_agent", "deliver", "Account", ""},
        {"operator", "administer_accounts", "Account", "administration"},
        {"data_protection_officer", "read_record", "Ledger", "accountability"},
        {"managing_director", "approve", "Case", "legal_request"},
        {"legal_officer", "extract", "Case", "legal_request"},
        {"legal_officer", "disclose", "Case", "legal_request"},
        {"backup", "backup", "Account", "backup"},
        {"founder", "administer_staff", "Site", "administration"},
        {"notices", "notify", "case", "legal_request"},
    };
    for (const auto& row : rows) {
        EXPECT_TRUE(ask(row.as, row.act, row.to, row.purpose).permitted)
            << row.as << " " << row.act;
    }
}

TEST(WhatIf, NamesTheObligationsOfWhatIsPermitted) {
    const auto answer = ask("legal_officer", "disclose", "Case", "legal_request");
    EXPECT_EQ(answer.record, "entry");
    EXPECT_THAT(answer.notify, ElementsAre("owner"));
    EXPECT_THAT(answer.retain, ElementsAre("P3Y"));
    ASSERT_TRUE(names(answer.deciding, "ISP-35.officers-carry-out-orders"));
    EXPECT_THAT(answer.deciding[0].explain_nb, HasSubstr("kjennelse"));
    EXPECT_THAT(answer.deciding[0].law, HasSubstr("Straffeprosessloven § 210"));
    EXPECT_THAT(answer.asked, HasSubstr("legal_officer"));
}

TEST(WhatIf, TellsTheClauseThatFailedAndWhatItSaw) {
    const auto answer =
        ask("legal_officer", "disclose", "Case", "legal_request", {{"basis", "police_request"}});
    EXPECT_FALSE(answer.permitted);
    EXPECT_THAT(
        clauses_of(answer.deciding, "ISP-36.no-path-without-a-court"),
        HasSubstr(
            "not met: resource.basis == \"court_order\" (resource.basis = \"police_request\")"));
    EXPECT_THAT(clauses_of(answer.deciding, "ISP-46.rejected-outright"),
                HasSubstr("police_request"));
    EXPECT_TRUE(names(answer.overridden, "ISP-35.officers-carry-out-orders"));
    EXPECT_THAT(answer.nearest, IsEmpty());
}

TEST(WhatIf, TellsThePermitsThatCameNearestWhereNoneApplies) {
    const auto answer = ask("owner", "give_consent", "Account", "service_delivery");
    EXPECT_FALSE(answer.permitted);
    EXPECT_THAT(answer.deciding, IsEmpty());
    EXPECT_EQ(answer.record, "tally");  // as the Gate counts an owner's refusals
    ASSERT_FALSE(answer.nearest.empty());
    EXPECT_EQ(answer.nearest[0].id, "ISP-55.owner-consents");
    EXPECT_THAT(
        clauses_of(answer.nearest, "ISP-55.owner-consents"),
        HasSubstr(
            "context.purpose == \"subject_rights\" (context.purpose = \"service_delivery\")"));
    EXPECT_EQ(ask("operator", "restore", "Site", "backup").record, "entry");
}

TEST(WhatIf, TellsWhoseItIsWhereSomebodyElseAsks) {
    EXPECT_FALSE(ask("Owner::7", "read", "Account::1", "").permitted);
    EXPECT_TRUE(ask("Owner::7", "read", "Account", "").permitted);
    EXPECT_TRUE(ask("Owner::7", "read", "Collection::7/3", "").permitted);
}

TEST(WhatIf, TakesFactsByNameByHolderAndByPart) {
    const auto untold = ask("legal_officer", "disclose", "Case", "legal_request",
                            {{"resource.owners_told", "false"}});
    EXPECT_TRUE(names(untold.deciding, "ISP-60.owners-are-told-first"));
    EXPECT_EQ(value_of(untold, "resource.owners_told"), "false, told");
    EXPECT_EQ(value_of(untold, "resource.objection"), "false");
    const auto expired =
        ask("legal_officer", "disclose", "Case", "legal_request", {{"order.until", "-1d"}});
    EXPECT_TRUE(names(expired.deciding, "ISP-35.no-disclosure-without-an-order"));
    const auto forgotten =
        ask("legal_officer", "disclose", "Case", "legal_request", {{"approvals", ""}});
    EXPECT_TRUE(names(forgotten.deciding, "ISP-65.two-approve-disclosure"));
    EXPECT_EQ(value_of(forgotten, "resource.approvals.second_officer"), "unknown");
    const auto processor = ask("processor", "process", "Account", "retrieval",
                               {{"consents", "retrieval,spam_filtering"}});
    EXPECT_TRUE(processor.permitted);
}

TEST(WhatIf, CountsTimesFromTheMomentOfTheQuestion) {
    const auto answer = ask("operator", "list_accounts", "Site", "administration",
                            {{"moment", "2030-01-31"}, {"device_until", "-12h"}});
    EXPECT_TRUE(names(answer.deciding, "ISP-68.from-attested-devices"));
    EXPECT_EQ(value_of(answer, "context.moment"), "1896048000 (2030-01-31T00:00:00.000Z), told");
    EXPECT_EQ(value_of(answer, "principal.device_until"),
              "1896004800 (2030-01-30T12:00:00.000Z), told");
    EXPECT_EQ(value_of(answer, "principal.policy_until"), "1927584000 (2031-01-31T00:00:00.000Z)");
}

TEST(WhatIf, LetsSeveralRolesGoTogether) {
    const auto answer =
        ask("managing_director,data_protection_officer", "approve", "Case", "legal_request");
    EXPECT_FALSE(answer.permitted);
    EXPECT_TRUE(names(answer.deciding, "ISP-66.watchdog-sees-no-content"));
    EXPECT_THAT(fault_of("operator,retention", "read", "Site", "backup"),
                HasSubstr("only roles go together"));
}

TEST(WhatIf, RefusesUnknownWordsAndNamesTheNearest) {
    EXPECT_THAT(fault_of("legal_oficer", "read", "Case", "support"),
                HasSubstr("perhaps legal_officer"));
    EXPECT_THAT(fault_of("operator", "disclos", "Case", "support"), HasSubstr("perhaps disclose"));
    EXPECT_THAT(fault_of("operator", "read", "Cases", "support"), HasSubstr("perhaps case"));
    EXPECT_THAT(fault_of("operator", "read", "Case", "suport"), HasSubstr("perhaps support"));
    EXPECT_THAT(fault_of("operator", "read", "Case", "support", {{"bases", "x"}}),
                HasSubstr("perhaps basis"));
    EXPECT_THAT(fault_of("operator", "read", "Case", ""), HasSubstr("--purpose is missing"));
    EXPECT_THAT(fault_of("operator", "read", "", "support"), HasSubstr("--to is missing"));
    EXPECT_THAT(fault_of("", "read", "Case", "support"), HasSubstr("there are"));
    EXPECT_THAT(fault_of("system_job", "read", "Case", "support"), HasSubstr("there is no role"));
    EXPECT_THAT(fault_of("Stranger::1", "read", "Case", "support"), HasSubstr("kind of principal"));
    EXPECT_THAT(fault_of("operator", "uses_content", "Case", "support"), HasSubstr("no action"));
}

TEST(WhatIf, RefusesAFactThatMayBeMeantTwice) {
    const auto schema = tools::read_schema({"small",
                                            "entity Person = {age: Long}; action greet appliesTo "
                                            "{principal: Person, resource: Person, "
                                            "context: {age: Long, loud: Bool}};"});
    what_if::Situation situation(schema,
                                 {{"Person", "a"}, {"Action", "greet"}, {"Person", "b"}, {}},
                                 {{"Person", "a"}, {}, {}}, kNow);
    EXPECT_THROW(situation.tell("age", "7"), std::invalid_argument);
    situation.tell("principal.age", "7");
    situation.tell("resource.age", "8");
    situation.tell("context.age", "9");
    EXPECT_THROW(situation.check(), std::invalid_argument);  // `loud` is wanting
    situation.tell("loud", "true");
    situation.check();
    EXPECT_EQ(situation.facts().size(), 4U);
}

TEST(WhatIf, RefusesValuesThatAreNotOfTheirType) {
    EXPECT_THAT(fault_of("owner", "read", "", "", {{"restricted", "perhaps"}}),
                HasSubstr("true or false"));
    EXPECT_THAT(fault_of("operator", "read", "Site", "support", {{"policy_until", "soon"}}),
                HasSubstr("+30d"));
    EXPECT_THAT(fault_of("operator", "read", "Collection", "support", {{"kind", ""}}),
                HasSubstr("kind"));
    EXPECT_THAT(fault_of("SystemJob::gardener", "read", "Site", "support"), HasSubstr("gardener"));
}

// What is taken for granted of anybody, of anything and of any act is of its type.
TEST(WhatIf, AnswersEverybodyAboutEverything) {
    const auto id = [](const auto& type) {
        return type.ids ? type.ids->front() : std::string("1");
    };
    std::set<std::string> asked;
    for (const auto& environment : engine::house_schema().environments()) {
        const auto& principal = *environment.principal;
        const auto& resource = *environment.resource;
        const std::string& action = environment.action->uid.id;
        if (asked.contains(action) && asked.contains(principal.name + resource.name)) continue;
        asked.insert(action);
        asked.insert(principal.name + resource.name);
        EXPECT_NO_THROW(ask(principal.name + "::\"" + id(principal) + "\"", action,
                            resource.name + "::\"" + id(resource) + "\"", "support"))
            << principal.name << " " << action << " " << resource.name;
    }
}

// Each path of the law that needs no court, as the catalogue names it, leads to no disclosure.
TEST(WhatIf, NothingLeavesOnAPathWithoutACourt) {
    std::vector<RulebookFile> files;
    for (const char* name : {"paths.txt", "law.txt"}) {
        std::ifstream stream(
            std::filesystem::path(POSTVERN_SOURCE_DIR "/policy/rulebook/catalogue") / name);
        files.push_back({name, {std::istreambuf_iterator<char>(stream), {}}});
    }
    const Catalogue catalogue = read_catalogue(files);
    ASSERT_FALSE(catalogue.paths.empty());
    for (const StatutoryPath& path : catalogue.paths) {
        for (const char* act : {"extract", "disclose"}) {
            const auto answer =
                ask("legal_officer", act, "Case", "legal_request", {{"basis", path.basis}});
            EXPECT_TRUE(names(answer.deciding, "ISP-36.no-path-without-a-court"))
                << path.basis << " " << act;
        }
    }
}

TEST(NearestNames, AreFewAndNear) {
    constexpr std::string_view kKnown[] = {"read", "reed", "road", "ready", "disclose"};
    EXPECT_THAT(nearest_names("raed", kKnown), ElementsAre("reed"));
    EXPECT_THAT(nearest_names("read", kKnown), ElementsAre("read", "ready", "reed"));
    EXPECT_THAT(nearest_names("xyz", kKnown), IsEmpty());
}

}  // namespace
}  // namespace postvern::policy
