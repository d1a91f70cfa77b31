// The compiled engine against the interpreter, on drawn worlds: decision, determining policies and
// erring policies with the kinds of their errors must be the same, however the entities come.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "policy/engine/authorization.hpp"
#include "policy/engine/compiled/authorizer.hpp"
#include "policy/engine/compiled/image.hpp"
#include "policy/engine/compiled/request_builder.hpp"
#include "tests/policy/engine/compiled/random_world.hpp"

namespace postvern::policy::engine::compiled {
namespace {

using engine::compiled::testing::RandomWorld;

// A verdict in words, so that a difference can be read.
std::string words(const CompiledVerdict& verdict) {
    std::string text = verdict.permitted ? "allow" : "deny";
    for (const std::uint32_t policy : verdict.determining) text += " " + std::to_string(policy);
    for (const PolicyFault& fault : verdict.errors) {
        text += " !" + std::to_string(fault.policy) + ":" +
                std::to_string(static_cast<int>(fault.kind));
    }
    return text;
}

CompiledVerdict interpret(const language::PolicySet& policies, const Entities& entities,
                          const language::Request& request, Strictness strictness) {
    const Response response = authorize(policies, entities, request, strictness);
    const auto number = [&](const language::PolicyEntry* policy) {
        return static_cast<std::uint32_t>(policy - policies.policies().data());
    };
    CompiledVerdict verdict;
    verdict.permitted = response.permitted;
    for (const auto* policy : response.determining) verdict.determining.push_back(number(policy));
    for (const auto& failure : response.errors) {
        verdict.errors.push_back({number(failure.policy), failure.error.kind});
    }
    return verdict;
}

struct World {
    std::string text;
    language::PolicySet policies;
    std::vector<language::Entity> described;
    Entities entities;
    std::shared_ptr<const Image> image;

    // With a schema that knows the actions and their groups, as the entities tell them or, now and
    // then, otherwise.
    World(RandomWorld& random, std::size_t count) {
        for (std::size_t left = count; left > 0; --left) text += random.policy();
        policies.read({"drawn.cedar", text});
        described = random.entities(random.below(4) == 0);
        for (const auto& entity : described) entities.add(entity);
        std::vector<const language::PolicySyntax*> syntax;
        for (const auto& entry : policies.policies()) syntax.push_back(&entry.syntax);
        const language::schema::Schema schema({}, actions(random));
        image = Image::compile(syntax, random.below(3) == 0 ? nullptr : &schema);
    }

    language::schema::Schema::Actions actions(RandomWorld& random) const {
        language::schema::Schema::Actions declared;
        for (const auto& entity : described) {
            if (entity.uid.type != "Action" || random.below(20) == 0) continue;
            auto& action = declared[entity.uid];
            action.uid = entity.uid;
            for (const auto& other : described) {
                const bool above =
                    !(other.uid == entity.uid) && entities.is_in(entity.uid, other.uid);
                if (above && random.below(30) != 0) action.ancestors.push_back(other.uid);
            }
        }
        return declared;
    }

    // Entities that no other is below, which a request may describe itself.
    bool is_leaf(const language::Entity& entity) const {
        return std::none_of(described.begin(), described.end(), [&](const auto& other) {
            return std::find(other.parents.begin(), other.parents.end(), entity.uid) !=
                   other.parents.end();
        });
    }
};

// How often each thing happened, so that a test can see that it has compared something.
struct Tally {
    std::size_t permitted = 0;
    std::size_t forbidden = 0;
    std::array<std::size_t, 6> errors{};

    void add(const CompiledVerdict& verdict) {
        if (verdict.permitted) ++permitted;
        if (!verdict.permitted && !verdict.determining.empty()) ++forbidden;
        for (const PolicyFault& fault : verdict.errors) {
            ++errors[static_cast<std::size_t>(fault.kind)];
        }
    }
};

void expect_agreement(std::uint64_t seed, std::size_t policies, std::size_t requests,
                      Tally& tally) {
    RandomWorld random(seed);
    const World world(random, policies);
    const bool split = random.below(2) == 0;
    std::vector<language::Entity> tabled;
    std::vector<language::Entity> leaves;
    for (const auto& entity : world.described) {
        (split && world.is_leaf(entity) ? leaves : tabled).push_back(entity);
    }
    // Now and then so that most hierarchies are walked, not listed.
    const std::size_t listed = random.below(4) == 0 ? random.below(30) : Hierarchy::kBudget;
    const auto table = EntityTable::make(world.image, tabled, {}, listed);
    RequestBuilder builder(table);
    Authorizer authorizer(table);
    CompiledVerdict verdict;
    for (std::size_t count = 0; count < requests; ++count) {
        const language::Request request = random.request();
        builder.begin();
        for (const auto& leaf : leaves) builder.describe(leaf);
        const CompiledRequest compiled = builder.finish(request);
        for (const Strictness strictness : {Strictness::cedar, Strictness::house}) {
            authorizer.decide(compiled, strictness, verdict);
            ASSERT_EQ(words(verdict),
                      words(interpret(world.policies, world.entities, request, strictness)))
                << "seed " << seed << ", request " << count << "\n"
                << language::to_text(request.principal) << " " << language::to_text(request.action)
                << " " << language::to_text(request.resource) << "\n"
                << language::to_text(language::Value(request.context)) << "\n"
                << world.text;
        }
        tally.add(verdict);
    }
}

TEST(CompiledEngine, DecidesAsTheInterpreterDoes) {
    // POSTVERN_WORLDS: how many worlds to draw, for a run longer than that of every day.
    const char* const asked = std::getenv("POSTVERN_WORLDS");
    const std::uint64_t worlds = asked == nullptr ? 400 : std::strtoull(asked, nullptr, 10);
    Tally tally;
    for (std::uint64_t seed = 1; seed <= worlds; ++seed) {
        expect_agreement(seed, 1 + seed % 12, 40, tally);
        if (::testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(tally.permitted, 1'000U);
    EXPECT_GT(tally.forbidden, 1'000U);
    for (const std::size_t count : tally.errors) EXPECT_GT(count, 50U);
}

TEST(CompiledEngine, DecidesAsTheInterpreterDoesWithManyPolicies) {
    Tally tally;
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
        expect_agreement(1'000'000 + seed, 200, 20, tally);
        if (::testing::Test::HasFatalFailure()) return;
    }
}

TEST(CompiledEngine, DecidesABatchAsItDecidesOneByOne) {
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
        RandomWorld random(seed);
        const World world(random, 1 + seed % 16);
        const auto table = EntityTable::make(world.image, world.described);
        RequestBuilder builder(table);
        Authorizer authorizer(table);
        CompiledVerdict verdict;
        for (int batch = 0; batch < 3; ++batch) {
            language::Request request = random.request();
            builder.begin();
            const CompiledRequest common = builder.finish(request);
            authorizer.begin_batch(common);
            for (const char* type : {"Doc", "Org", "Doc", "User"}) {
                request.resource = random.uid(type);
                const EntityId resource = builder.entity(request.resource);
                if (resource >= table->size()) continue;  // not of this batch's request
                authorizer.decide_next(resource, Strictness::house, verdict);
                ASSERT_EQ(words(verdict), words(interpret(world.policies, world.entities, request,
                                                          Strictness::house)))
                    << "seed " << seed << "\n"
                    << world.text;
            }
        }
    }
}

}  // namespace
}  // namespace postvern::policy::engine::compiled
