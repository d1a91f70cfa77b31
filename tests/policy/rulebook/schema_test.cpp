// The schema of the rulebook: the rules that ship are well typed under it, what the Gate says when
// it asks them conforms to it, and rules that may fail are not loaded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/assembly.hpp"
#include "policy/engine/admission.hpp"
#include "policy/engine/house_schema.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/language/validation/conformance.hpp"
#include "policy/language/validation/validator.hpp"
#include "policy/question.hpp"
#include "test_places.hpp"

namespace postvern::policy {
namespace {

using ::testing::HasSubstr;

engine::RuleSet parse(const std::string& text) {
    const engine::Source source{"test.cedar", text};
    return engine::RuleSet::parse(std::span(&source, 1));
}

// What keeps a rule of this text from being loaded; "loaded" if nothing does.
std::string refusal_of(const std::string& text) {
    try {
        engine::admit(parse("@id(\"rule\")\n" + text), engine::house_schema());
    } catch (const engine::SyntaxError& error) {
        return error.what();
    }
    return "loaded";
}

// With a value for each thing that may be known.
KnownFacts everything_known() {
    KnownFacts known{AccountFacts{AccountState::open, 1, true, true, {Purpose::retrieval}, 2, 3},
                     StaffFacts{{StaffRole::support}, 1, 2, 3, 4, 5}};
    known.processor = ProcessorFacts{1, {2}};
    CaseFacts of{{AccountId{7}}, {1}, Basis::court_order, Route::domestic, {Office::kripos}};
    of.order = OrderFacts{true, true, 1, 2, {AccountId{7}}, {DisclosureClass::mail}, 1, 2};
    of.substitutes = {2};
    of.silence = Silence::court;
    of.silent_until = 3;
    known.legal_case = of;
    known.hold = HoldFacts{1, 2, {3}};
    return known;
}

TEST(RulebookSchema, TheRulebookIsWellTypedWithoutAWarning) {
    language::PolicySet policies;
    for (const RulebookFile& file : read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook")) {
        policies.read({file.name, file.text}, language::IdSource::id_annotation);
    }
    const auto result = language::validation::validate(engine::house_schema(), policies);
    EXPECT_GT(policies.policies().size(), 15U);
    for (const auto* findings : {&result.errors, &result.warnings, &result.hazards}) {
        for (const auto& finding : *findings) ADD_FAILURE() << to_text(finding);
    }
}

TEST(RulebookSchema, TheGateAsksWhatTheSchemaDeclares) {
    const Principal principals[] = {Principal::owner(AccountId{7}), Principal::delivery_agent(),
                                    Principal::staff(1000), Principal::founder(),
                                    Principal::job(Job::retention), Principal::job(Job::ledger),
                                    Principal::job(Job::backup),    Principal::job(Job::restore),
                                    Principal::job(Job::statistics), {Role::processor, 1},
                                    {Role::authority, 1}};
    const Resource resources[] = {
        Resource::site(),
        Resource::ledger(),
        Resource::rulebook(),
        Resource::numbered(ResourceType::legal_case, 5),
        Resource::numbered(ResourceType::hold, 6),
        Resource::numbered(ResourceType::report, 7),
        Resource::of(AccountId{7}),
        Resource::of(AccountId{7}, CollectionId{3}),
        Resource::of(AccountId{7}, CollectionId{3}, {}, CollectionKind::calendar),
        Resource::of(AccountId{7}, CollectionId{3}, {}, CollectionKind::addressbook),
        Resource::of(AccountId{7}, CollectionId{3}, {}, CollectionKind::files)};
    const KnownFacts facts[] = {
        {},
        {AccountFacts{AccountState::open, {}, true, true, {Purpose::spam_filtering}}, StaffFacts{}},
        {AccountFacts{AccountState::disabled, 1'700'000'000},
         StaffFacts{{StaffRole::operator_, StaffRole::legal_officer}, 1, 2, 3, 4}},
        {AccountFacts{AccountState::closed, {}}, {}},
        everything_known()};
    for (const Principal& principal : principals) {
        for (const Resource& resource : resources) {
            for (std::size_t action = 0; action < kActionCount; ++action) {
                const Question question{principal,     static_cast<Action>(action),
                                        resource,      Purpose::service_delivery,
                                        Channel::imap, 1'700'000'000,
                                        Extent{AccountId{7}, DisclosureClass::files, 1, 2, true},
                                        3};
                const auto fault = language::validation::check_request(
                    engine::house_schema(), cedar_request(question, everything_known()));
                EXPECT_FALSE(fault) << fault.value_or("");
            }
            for (const auto& known : facts) {
                const Question question{principal,     Action::read, resource,
                                        Purpose::sale, Channel::job, 0};
                const engine::Entities entities = cedar_entities(question, known);
                const engine::Entity* const entity =
                    entities.find(cedar_request(question, known).resource);
                ASSERT_NE(entity, nullptr);
                auto fault = language::validation::check_entities(engine::house_schema(),
                                                                  std::span(entity, 1));
                EXPECT_FALSE(fault) << fault.value_or("");
                const engine::Entity* const asking =
                    entities.find(cedar_request(question, known).principal);
                ASSERT_EQ(asking != nullptr,
                          principal.role == Role::staff || principal.role == Role::processor);
                if (asking == nullptr) continue;
                fault = language::validation::check_entities(engine::house_schema(),
                                                             std::span(asking, 1));
                EXPECT_FALSE(fault) << fault.value_or("");
            }
        }
    }
}

TEST(RulebookSchema, LoadsAForbidThatCannotFail) {
    EXPECT_EQ(refusal_of("forbid (principal, action, resource)"
                         " when { resource has state && resource.state == \"closed\" };"),
              "loaded");
    EXPECT_EQ(refusal_of("forbid (principal, action, resource)"
                         " when { context.moment < 1700000000 };"),
              "loaded");
}

TEST(RulebookSchema, RefusesAForbidThatMayFail) {
    EXPECT_THAT(refusal_of("forbid (principal, action, resource)\n"
                           "when { context.moment + 86400 > 1700000000 };"),
                HasSubstr("test.cedar:3:8: rule rule: expected a forbid that cannot fail, but the "
                          "result may leave the range of a Long"));
    EXPECT_THAT(refusal_of("forbid (principal, action, resource is Collection)\n"
                           "when { resource.kind == \"files\" };"),
                HasSubstr("there may be no record of the entity"));
}

// Of a permit that fails nothing follows but that it does not permit.
TEST(RulebookSchema, LoadsAPermitThatMayFail) {
    EXPECT_EQ(refusal_of("permit (principal, action, resource)"
                         " when { context.moment + 86400 > 1700000000 };"),
              "loaded");
}

TEST(RulebookSchema, RefusesRulesThatAreNotWellTyped) {
    const struct {
        const char* text;
        const char* problem;
    } rows[] = {
        {"permit (principal, action == Action::\"levitate\", resource);",
         "an action of the schema"},
        {"permit (principal is Ownr, action, resource);", "did you mean Owner?"},
        {"permit (principal == SystemJob::\"espionage\", action, resource);", "enumerates"},
        {"permit (principal, action, resource is Ledger) when { resource.state == \"open\" };",
         "an attribute of Ledger"},
        {"permit (principal, action, resource is Account) when { resource.state == \"open\" };",
         "which is optional"},
        {"permit (principal, action, resource) when { context.moment == \"now\" };",
         "two values of one type"},
        {"forbid (principal, action, resource) when { context.location == \"home\" };",
         "which it does not have"},
    };
    for (const auto& row : rows) EXPECT_THAT(refusal_of(row.text), HasSubstr(row.problem));
}

}  // namespace
}  // namespace postvern::policy
