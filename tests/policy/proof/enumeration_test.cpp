// Proofs against the enumeration of all worlds of a schema so small that there is nothing else:
// what is proven has no counterexample there, and what has one is refuted.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "policy/engine/verdict.hpp"
#include "policy/language/policy_parser.hpp"
#include "policy/language/schema/reading.hpp"
#include "tests/policy/proof/proving.hpp"

namespace postvern::policy::proof {
namespace {

using engine::EntityUid;
using language::Record;

const std::string kSchema = R"(
entity Owner enum ["a", "b"];
entity Group;
entity Doc in [Group] { owner: Owner, open?: Bool };
action read, write appliesTo {
    principal: [Owner], resource: [Doc], context: { flag?: Bool, who?: Owner }
};
)";

struct Small {
    engine::Request request;
    engine::Entities entities;
};

// The only ids that policies name are those here; another would be as good as Doc::"y".
std::vector<Small> all_worlds() {
    std::vector<Small> worlds;
    for (unsigned number = 0; number < 2 * 2 * 2 * 3 * 3 * 13; ++number) {
        unsigned rest = number;
        const auto draw = [&rest](unsigned options) {
            const unsigned drawn = rest % options;
            rest /= options;
            return drawn;
        };
        Small world;
        const auto owner = [](unsigned which) {
            return EntityUid{"Owner", which == 0 ? "a" : "b"};
        };
        world.request.principal = owner(draw(2));
        world.request.action = {"Action", draw(2) == 0 ? "read" : "write"};
        world.request.resource = {"Doc", draw(2) == 0 ? "x" : "y"};
        if (const unsigned flag = draw(3)) world.request.context.set("flag", flag == 1);
        if (const unsigned who = draw(3)) world.request.context.set("who", owner(who - 1));
        if (unsigned known = draw(13)) {
            --known;
            engine::Entity doc{world.request.resource, {{"owner", owner(known % 2)}}, {}, {}};
            if (const unsigned open = known / 2 % 3) doc.attributes.set("open", open == 1);
            if (known / 6 == 1) doc.parents.push_back({"Group", "g"});
            world.entities.add(std::move(doc));
        }
        worlds.push_back(std::move(world));
    }
    return worlds;
}

class Writer {
  public:
    explicit Writer(std::uint64_t seed) : random_(seed) {}

    std::string rule(const std::string& id) {
        std::string text = "@id(\"" + id + "\") ";
        if (below(3) != 0) text += "@record(\"" + one_of({"entry", "tally", "none"}) + "\") ";
        text += one_of({"permit ", "forbid ", "permit "}) + scope();
        while (below(3) != 0) text += one_of({" when { ", " unless { "}) + condition(2) + " }";
        return text + ";\n";
    }

    // Claims are free of errors.
    std::string claim(const std::string& effect) {
        std::string text = effect + scope();
        if (below(2) != 0) text += " when { " + safe() + " }";
        return text + ";";
    }

  private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    std::string one_of(std::vector<std::string> texts) { return texts[below(texts.size())]; }

    std::string scope() {
        return "(" + one_of({"principal", "principal == Owner::\"a\""}) + ", " +
               one_of({"action", "action == Action::\"read\""}) + ", " +
               one_of({"resource", "resource == Doc::\"x\"", "resource in Group::\"g\""}) + ")";
    }
    std::string safe() {
        return one_of({"context has flag && context.flag", "context has who",
                       "context has who && context.who == principal",
                       "resource has owner && resource.owner == principal", "resource has open",
                       "resource has open && resource.open", "resource in Group::\"g\"",
                       "!(resource has owner)"});
    }
    std::string condition(int depth) {
        if (depth == 0) {
            return one_of({safe(), safe(), "resource.owner == principal",
                           "resource.owner != Owner::\"b\"",
                           "[resource.owner, principal].contains(Owner::\"a\")"});
        }
        switch (below(5)) {
            case 0:
                return "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
            case 1:
                return "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
            case 2:
                return "!(" + condition(depth - 1) + ")";
            case 3:
                return "(if " + condition(depth - 1) + " then " + condition(depth - 1) + " else " +
                       condition(depth - 1) + ")";
            default:
                return condition(0);
        }
    }

    std::mt19937_64 random_;
};

struct Kind {
    const char* annotation;
    const char* effect;
};
constexpr Kind kKinds[] = {{"", "forbid "},
                           {"", "permit "},
                           {"@at_least(\"entry\")", "permit "},
                           {"@at_least(\"tally\")", "permit "},
                           {"@at_most(\"tally\")", "permit "},
                           {"@at_most(\"none\")", "permit "},
                           {"@no_error", "forbid "}};

bool contradicts(std::size_t kind, const engine::Verdict& verdict, const std::string& principal) {
    const RecordStrength record = !verdict.determining.empty()
                                      ? engine::strongest_record(verdict.determining)
                                  : principal == "Owner" ? RecordStrength::tally
                                                         : RecordStrength::entry;
    switch (kind) {
        case 0:
            return verdict.permitted;
        case 1:
            return !verdict.permitted;
        case 2:
            return verdict.permitted && record != RecordStrength::entry;
        case 3:
            return verdict.permitted && record == RecordStrength::none;
        case 4:
            return record == RecordStrength::entry;
        case 5:
            return record != RecordStrength::none;
        default:
            return std::any_of(verdict.errors.begin(), verdict.errors.end(), [](const auto& error) {
                return error.policy->effect() == engine::Effect::forbid;
            });
    }
}

TEST(Enumeration, OfAllWorldsAgreesWithEveryProof) {
    const auto worlds = all_worlds();
    std::map<ProofOutcome, std::size_t> outcomes;
    for (std::uint64_t seed = 0; seed < 120; ++seed) {
        Writer writer(seed);
        std::string text;
        for (const char* id : {"r1", "r2", "r3"}) text += writer.rule(id);
        const auto rules = engine::RuleSet::parse(std::vector<language::Source>{{"rules", text}});
        std::vector<engine::Verdict> verdicts;
        for (const Small& world : worlds) {
            verdicts.push_back(
                engine::decide(rules, world.entities, world.request, engine::Strictness::house));
        }
        for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
            const std::string claim =
                testing::claim(writer.claim(kKinds[kind].effect), kKinds[kind].annotation);
            const auto report = testing::prove_one(kSchema, text, claim);
            ++outcomes[report.outcome];
            const language::SourceText source({"claim", claim});
            const auto claimed = language::parse_policies(source);
            bool speaks = false;
            bool refuted = false;
            for (std::size_t i = 0; i < worlds.size() && !refuted; ++i) {
                const engine::Evaluator evaluator(worlds[i].entities, worlds[i].request);
                const bool matches = engine::assess(claimed.front(), evaluator).satisfaction ==
                                     engine::Satisfaction::satisfied;
                speaks = speaks || matches;
                refuted =
                    matches && contradicts(kind, verdicts[i], worlds[i].request.principal.type);
            }
            const ProofOutcome expected = refuted  ? ProofOutcome::refuted
                                          : speaks ? ProofOutcome::proven
                                                   : ProofOutcome::undecided;
            ASSERT_EQ(name_of(report.outcome), name_of(expected)) << text << claim << '\n'
                                                                  << report.reason;
        }
    }
    EXPECT_GT(outcomes[ProofOutcome::proven], 100U);
    EXPECT_GT(outcomes[ProofOutcome::refuted], 100U);
}

}  // namespace
}  // namespace postvern::policy::proof
