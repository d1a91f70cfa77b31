// The encoding against the interpreter: what a policy means as a term, evaluated in a world, is
// what the interpreter says there.
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/engine/verdict.hpp"
#include "policy/proof/policy_meaning.hpp"
#include "policy/proof/prover.hpp"
#include "tests/policy/proof/small_world.hpp"
#include "tests/policy/proof/term_value.hpp"

namespace postvern::policy::proof {
namespace {

using testing::Drawer;
using testing::small_schema;

const language::schema::RequestEnvironment& environment_of(
    std::span<const language::schema::RequestEnvironment> all, const language::Request& request) {
    for (const auto& each : all) {
        if (each.principal->name == request.principal.type && each.action->uid == request.action &&
            each.resource->name == request.resource.type) {
            return each;
        }
    }
    throw std::logic_error("no environment for the request");
}

engine::Entities entities_of(const World& world) {
    engine::Entities entities;
    for (const auto& entity : world.entities) entities.add(entity);
    for (const auto& [uid, action] : small_schema().actions()) {
        entities.add({uid, {}, action.parents, {}});
    }
    return entities;
}

bool depends_on_unknown(const std::vector<TermPointer>& terms) {
    return std::any_of(terms.begin(), terms.end(),
                       [](TermPointer term) { return !beyond_in(term).empty(); });
}

TEST(Encoder, SaysOfEveryPolicyWhatTheInterpreterSays) {
    const auto environments = small_schema().environments();
    std::size_t compared = 0;
    std::size_t satisfied = 0;
    std::size_t failed = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        Drawer drawer(seed);
        const std::string text = drawer.policy("p");
        const auto rules = engine::RuleSet::parse(std::vector<language::Source>{{"p", text}});
        const auto& policy = rules.policies().front().syntax();
        Terms terms;
        Facts facts(terms, small_schema());
        for (int draw = 0; draw < 30; ++draw) {
            const World world = drawer.world();
            Encoder encoder(facts, environment_of(environments, world.request));
            const PolicyMeaning meaning = meaning_of(policy, encoder);
            if (depends_on_unknown({meaning.satisfied, meaning.fails})) continue;
            const auto entities = entities_of(world);
            const auto assessed =
                engine::assess(policy, engine::Evaluator(entities, world.request)).satisfaction;
            const testing::TermValue value(facts, world);
            ASSERT_EQ(value.truth(meaning.satisfied), assessed == engine::Satisfaction::satisfied)
                << seed << '\n'
                << text;
            ASSERT_EQ(value.truth(meaning.fails), assessed == engine::Satisfaction::failed)
                << seed << '\n'
                << text;
            ++compared;
            satisfied += assessed == engine::Satisfaction::satisfied ? 1U : 0U;
            failed += assessed == engine::Satisfaction::failed ? 1U : 0U;
        }
    }
    EXPECT_GT(compared, 60'000U);
    EXPECT_GT(satisfied, 3'000U);
    EXPECT_GT(failed, 3'000U);
}

// Records and decisions of whole rulebooks.
TEST(RulebookMeaning, DecidesAndRecordsAsTheGateDoes) {
    const auto environments = small_schema().environments();
    for (std::uint64_t seed = 5000; seed < 5400; ++seed) {
        Drawer drawer(seed);
        std::string text;
        for (const char* id : {"a", "b", "c", "d", "e"}) text += drawer.policy(id);
        const auto rules = engine::RuleSet::parse(std::vector<language::Source>{{"p", text}});
        Terms terms;
        Facts facts(terms, small_schema());
        for (int draw = 0; draw < 20; ++draw) {
            const World world = drawer.world();
            Encoder encoder(facts, environment_of(environments, world.request));
            const RulebookMeaning meaning(rules.policies(), encoder);
            const TermPointer counted = meaning.permitted_and_at_least(RecordStrength::tally);
            const TermPointer refused = meaning.denied_and_at_least(RecordStrength::tally);
            if (depends_on_unknown({meaning.permitted(), counted, refused})) continue;
            const auto verdict =
                engine::decide(rules, entities_of(world), world.request, engine::Strictness::house);
            const RecordStrength record = verdict.determining.empty()
                                              ? record_of_refusal("User")
                                              : engine::strongest_record(verdict.determining);
            const bool remembered = record >= RecordStrength::tally;
            const testing::TermValue value(facts, world);
            ASSERT_EQ(value.truth(meaning.permitted()), verdict.permitted) << seed << '\n' << text;
            ASSERT_EQ(value.truth(counted), verdict.permitted && remembered) << seed << '\n'
                                                                             << text;
            ASSERT_EQ(value.truth(refused), !verdict.permitted && remembered) << seed << '\n'
                                                                              << text;
        }
    }
}

// Solver and axioms against the interpreter: no world that was drawn contradicts "in no world", and
// every world that the solver finds is one.
TEST(Prover, FindsNoWorldOnlyWhereThereIsNone) {
    const auto environments = small_schema().environments();
    std::size_t found = 0;
    std::size_t none = 0;
    for (std::uint64_t seed = 10'000; seed < 10'250; ++seed) {
        Drawer drawer(seed);
        std::string text;
        for (const char* id : {"a", "b", "c"}) text += drawer.policy(id);
        const auto rules = engine::RuleSet::parse(std::vector<language::Source>{{"p", text}});
        Prover prover(small_schema());
        std::map<const void*, Finding> findings;
        for (const auto& environment : environments) {
            Encoder encoder(prover.facts(), environment);
            const RulebookMeaning meaning(rules.policies(), encoder);
            std::chrono::microseconds patience{2'000'000};
            Finding finding = prover.find(meaning.permitted(), environment, patience);
            if (finding.answer == Answer::unsatisfiable) ++none;
            if (finding.answer == Answer::satisfiable && beyond_in(meaning.permitted()).empty()) {
                ++found;
                EXPECT_TRUE(engine::decide(rules, entities_of(*finding.world),
                                           finding.world->request, engine::Strictness::house)
                                .permitted)
                    << seed << '\n'
                    << text;
            }
            findings.emplace(&environment, std::move(finding));
        }
        for (int draw = 0; draw < 200; ++draw) {
            const World world = drawer.world();
            const auto& finding = findings.at(&environment_of(environments, world.request));
            if (finding.answer != Answer::unsatisfiable) continue;
            ASSERT_FALSE(
                engine::decide(rules, entities_of(world), world.request, engine::Strictness::house)
                    .permitted)
                << seed << '\n'
                << text;
        }
    }
    EXPECT_GT(found, 100U);
    EXPECT_GT(none, 100U);
}

}  // namespace
}  // namespace postvern::policy::proof
