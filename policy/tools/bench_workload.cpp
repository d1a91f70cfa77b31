#include "policy/tools/bench_workload.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <string_view>
#include <utility>

namespace postvern::policy::tools {

using language::Entity;
using language::EntityUid;
using language::Record;
using language::Request;
using language::Set;
using language::Value;

namespace {

constexpr std::size_t kPersons = 200;
constexpr std::size_t kTeams = 20;
constexpr std::size_t kBoxes = 100;
constexpr std::size_t kLetters = 400;

constexpr std::array<std::string_view, 5> kActions = {"read", "search", "send", "export",
                                                      "discard"};
constexpr std::array<std::string_view, 4> kPurposes = {"service_delivery", "administration",
                                                       "disclosure", "support"};

constexpr std::string_view kSchema = R"(entity Team in [Team];
entity Person in [Team] = { town: String, years: Long, suspended: Bool };
entity Box = { owner: Person, closed: Bool, deputies: Set<Person> };
entity Letter in [Box] = { owner: Person, octets: Long, label: String };
action "read", "search", "send", "export", "discard" appliesTo {
    principal: [Person],
    resource: [Letter, Box],
    context: { purpose: String, confirmed: Bool, now: Long, order?: { until: Long, signed: Bool } },
};
)";

std::string numbered(std::string_view name, std::size_t number) {
    return std::string(name) + std::to_string(number);
}

EntityUid uid(std::string_view type, std::size_t number) {
    return {std::string(type), numbered(type, number)};
}

// Draws everything in one order from one seed.
class Drawing {
  public:
    std::string policies(std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += policy(i);
        return text;
    }

    std::vector<Entity> entities() {
        std::vector<Entity> all;
        for (std::size_t i = 0; i < kTeams; ++i) {
            all.push_back({uid("Team", i), {}, {}, {}});
            if (i >= 4) all.back().parents.push_back(uid("Team", i % 4));
        }
        for (std::size_t i = 0; i < kPersons; ++i) {
            Record attributes{{"town", numbered("town", below(8))},
                              {"years", static_cast<std::int64_t>(below(30))},
                              {"suspended", below(20) == 0}};
            all.push_back(
                {uid("Person", i), std::move(attributes), {uid("Team", below(kTeams))}, {}});
        }
        for (std::size_t i = 0; i < kBoxes; ++i) {
            Record attributes{{"owner", person()},
                              {"closed", below(10) == 0},
                              {"deputies", Set({person(), person()})}};
            all.push_back({uid("Box", i), std::move(attributes), {}, {}});
        }
        for (std::size_t i = 0; i < kLetters; ++i) {
            Record attributes{{"owner", person()},
                              {"octets", static_cast<std::int64_t>(below(100'000))},
                              {"label", numbered("label", below(12))}};
            all.push_back(
                {uid("Letter", i), std::move(attributes), {uid("Box", below(kBoxes))}, {}});
        }
        return all;
    }

    Request request() {
        const bool letter = below(4) != 0;
        Record context{{"purpose", std::string(kPurposes[below(kPurposes.size())])},
                       {"confirmed", below(3) != 0},
                       {"now", static_cast<std::int64_t>(below(1000))}};
        if (below(4) == 0) {
            context.set("order", Record{{"until", static_cast<std::int64_t>(below(1000))},
                                        {"signed", below(2) == 0}});
        }
        return {uid("Person", below(kPersons)),
                {"Action", std::string(kActions[below(kActions.size())])},
                letter ? uid("Letter", below(kLetters)) : uid("Box", below(kBoxes)),
                std::move(context)};
    }

  private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    Value person() { return uid("Person", below(kPersons)); }
    std::string word(std::string_view type, std::size_t count) {
        const std::string name(type);
        return name + "::\"" + numbered(type, below(count)) + "\"";
    }
    std::string action() {
        return "Action::\"" + std::string(kActions[below(kActions.size())]) + "\"";
    }

    // Eight kinds in turn: rules for all first, then of teams, boxes and persons.
    std::string policy(std::size_t index) {
        switch (index % 8) {
            case 0:
                return "permit (principal, action in [Action::\"read\", Action::\"search\"], "
                       "resource is "
                       "Letter) when { resource.owner == principal && resource.octets < " +
                       std::to_string(1000 + below(99'000)) + " };\n";
            case 1:
                return "forbid (principal is Person, action == " + action() +
                       ", resource) when { principal.suspended };\n";
            case 2:
                return "permit (principal in " + word("Team", kTeams) + ", action == " + action() +
                       ", resource) when { context.purpose == \"" +
                       std::string(kPurposes[below(kPurposes.size())]) + "\" };\n";
            case 3:
                return "permit (principal, action == " + action() + ", resource in " +
                       word("Box", kBoxes) + ") when { context.confirmed };\n";
            case 4:
                return "permit (principal == " + word("Person", kPersons) +
                       ", action, resource is Box) when { resource.deputies.contains(principal) "
                       "};\n";
            case 5:
                return "forbid (principal, action == Action::\"export\", resource in " +
                       word("Box", kBoxes) +
                       ") unless { context has order && context.order.signed };\n";
            case 6:
                return "permit (principal in " + word("Team", kTeams) +
                       ", action == Action::\"discard\", resource is Letter) when { resource.label "
                       "like "
                       "\"label1*\" && principal.years > " +
                       std::to_string(below(30)) + " };\n";
            default:
                return "permit (principal is Person, action == " + action() +
                       ", resource == " + word("Letter", kLetters) +
                       ") when { context.now < 900 };\n";
        }
    }

    std::mt19937_64 random_{20'240'501};
};

}  // namespace

BenchWorkload draw_workload(std::size_t policies, std::size_t requests) {
    Drawing drawing;
    BenchWorkload workload{std::string(kSchema), {}, drawing.entities(), {}};
    workload.policies = drawing.policies(policies);
    for (std::size_t i = 0; i < requests; ++i) workload.requests.push_back(drawing.request());
    return workload;
}

}  // namespace postvern::policy::tools
