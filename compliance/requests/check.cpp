// What holds between entries of the rules: references, roads of countries, rows that nothing can
// reach.
#include <algorithm>
#include <array>
#include <set>

#include "compliance/cases.hpp"
#include "compliance/requests/tables.hpp"

namespace postvern::compliance::requests {

namespace {

using Tables = RequestRules::Tables;

[[noreturn]] void fail(const Cited& entry, const std::string& what) {
    throw RequestSyntaxError(entry.file, entry.line, "\"" + entry.id + "\": " + what);
}

template <typename Row>
void require(const Cited& entry, const std::vector<Row>& rows, const std::string& id,
             const char* what) {
    if (!id.empty() && find(rows, id) == nullptr)
        fail(entry,
             std::string(what) + " \"" + id + "\" is nowhere; write it, or correct its name here");
}

void require_country(const Tables& tables, const Cited& entry, const std::string& code) {
    if (!tables.names.contains(code))
        fail(entry, "\"" + code + "\" is no country of [names]; correct it, or add it there");
}

bool wins(const Tables& tables, const std::string& road, const std::string& other) {
    const Precedence* row = find(tables.precedences, road);
    return row != nullptr && contains(row->over, other);
}

void check_precedences(const Tables& tables) {
    for (const Precedence& row : tables.precedences) {
        require(row, tables.roads, row.id, "the road");
        if (row.over.empty()) fail(row, "`over` is empty; name the roads that it wins over");
        for (const std::string& other : row.over) {
            require(row, tables.roads, other, "the road");
            if (other == row.id) fail(row, "wins over itself; remove it");
            if (wins(tables, other, row.id))
                fail(row, "and \"" + other + "\" each win over the other; remove one of the two");
        }
    }
}

std::string road_of(const Tables& tables, const std::string& code) {
    std::vector<std::string> roads;
    const Group* first = nullptr;
    for (const Group& group : tables.groups) {
        if (group.road.empty() || !contains(group.countries, code) || contains(roads, group.road))
            continue;
        if (first == nullptr) first = &group;
        roads.push_back(group.road);
    }
    if (roads.empty()) return tables.other_road;
    for (const std::string& road : roads) {
        const bool best = std::all_of(roads.begin(), roads.end(), [&](const std::string& other) {
            return other == road || wins(tables, road, other);
        });
        if (best) return road;
    }
    std::string all;
    for (const std::string& road : roads) all.append(all.empty() ? "" : ", ").append(road);
    fail(*first, code + " could come by each of the roads " + all +
                     "; write a [[precedence]] into routes.toml that says which wins");
}

void check_roads(Tables& tables) {
    for (const Road& road : tables.roads) {
        if (road.home && !tables.home_road.empty())
            fail(road, "two roads are that of home; let one be");
        if (road.home) tables.home_road = road.id;
        if (!road.all_others) continue;
        if (!tables.other_road.empty()) fail(road, "two roads are that of all others; let one be");
        tables.other_road = road.id;
        if (!road.route) fail(road, "the road of all others needs `rules_know_it_as`");
    }
    if (tables.other_road.empty())
        throw RequestSyntaxError("routes.toml", 0,
                                 "no road has `all_others = true`; say which one takes the rest");
    if (tables.home_road.empty())
        throw RequestSyntaxError("routes.toml", 0,
                                 "no road has `home = true`; say which one is this country's");
    for (const Group& group : tables.groups) {
        require(group, tables.roads, group.road, "the road");
        if (group.countries.empty())
            fail(group, "`countries` is empty; name some, or remove the group");
        for (const std::string& code : group.countries) require_country(tables, group, code);
        const Road* road = find(tables.roads, group.road);
        if (road != nullptr && !road->route)
            fail(group, "the rulebook does not know its road; choose another");
    }
    for (const auto& [code, name] : tables.names) tables.road_of[code] = road_of(tables, code);
}

void check_authorities(const Tables& tables) {
    std::set<std::string> seen;
    for (const Authority& row : tables.authorities) {
        require(row, tables.kinds, row.kind, "the kind");
        require_country(tables, row, row.country);
        for (const std::string& each : row.names)
            if (!seen.insert(each).second)
                fail(row, "\"" + each + "\" is the name of two; remove one");
    }
    for (const Instrument& row : tables.instruments)
        for (const std::string& issuer : row.issuers)
            require(row, tables.kinds, issuer, "the issuer");
}

void check_answer(const Tables& tables, AnswerRow& row) {
    for (const auto& each : row.when.instrument)
        require(row, tables.instruments, each, "the instrument");
    for (const auto& each : row.when.authority)
        require(row, tables.kinds, each, "the kind of authority");
    for (const auto& each : row.when.group)
        require(row, tables.groups, each, "the group of countries");
    require(row, tables.roads, row.road, "the road");
    require(row, tables.clocks, row.clock, "the clock");
    require(row, tables.rejections, row.rejection, "the rejection");
    if (const Rejection* rejection = find(tables.rejections, row.rejection)) {
        row.basis = rejection->basis;
        row.letter = rejection->letter;
    }
    const bool of_court = row.basis == policy::Basis::court_order;
    if (of_court != (row.answer == Answer::order_received))
        fail(row,
             "the basis court_order belongs to ORDER_RECEIVED, and no other does; correct one");
    if (row.answer == Answer::statutory_hold && !is_statutory(row.basis))
        fail(row, "holds what is no path of the law without a court; choose a basis that is one");
    if (row.answer == Answer::preserved && row.basis != policy::Basis::preservation_order)
        fail(row, "preserves without the basis preservation_order; hold it for counsel instead");
    const bool must_end = row.answer == Answer::statutory_hold || row.answer == Answer::preserved;
    if (must_end && row.clock.empty())
        fail(row, "has no clock; name one of clocks.toml, as it must end");
}

// Whether all that meets `later` meets `earlier`.
bool hides(const Conditions& earlier, const Conditions& later) {
    for (std::size_t at = 0; at < Conditions::kCount; ++at) {
        const auto& wide = earlier.at(at);
        const auto& narrow = later.at(at);
        if (wide.empty()) continue;
        if (narrow.empty()) return false;
        if (!std::all_of(narrow.begin(), narrow.end(),
                         [&wide](const auto& each) { return contains(wide, each); }))
            return false;
    }
    return true;
}

void check_answers(Tables& tables) {
    for (std::size_t at = 0; at < tables.answers.size(); ++at) {
        AnswerRow& row = tables.answers[at];
        check_answer(tables, row);
        for (std::size_t before = 0; before < at; ++before)
            if (hides(tables.answers[before].when, row.when))
                fail(row, "never decides: \"" + tables.answers[before].id + "\" in line " +
                              std::to_string(tables.answers[before].line) +
                              " takes all that it would; put it before that one, or remove it");
    }
    const AnswerRow& last = tables.answers.back();
    for (std::size_t at = 0; at < Conditions::kCount; ++at)
        if (!last.when.at(at).empty())
            fail(last, "is the last answer and has conditions; add one without any after it");
    if (last.answer != Answer::rejected)
        fail(last, "answers whatever no other row knows, and does not reject it");
}

void check_rejections(const Tables& tables) {
    for (const Rejection& row : tables.rejections) {
        if (!is_rejected_outright(row.basis))
            fail(row, "its basis is none that the rulebook rejects outright; choose another");
        const bool used =
            std::any_of(tables.answers.begin(), tables.answers.end(),
                        [&row](const AnswerRow& answer) { return answer.rejection == row.id; });
        if (!used) fail(row, "no answer uses it; remove it, or write the answer");
    }
}

}  // namespace

bool contains(const std::vector<std::string>& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

namespace {
using Words = std::vector<std::string>;
struct Condition {
    std::string_view name;
    Words Conditions::*words;
};
constexpr Condition kConditions[Conditions::kCount] = {
    {"instrument", &Conditions::instrument}, {"authority", &Conditions::authority},
    {"issuer", &Conditions::issuer},         {"place", &Conditions::place},
    {"group", &Conditions::group},           {"on_behalf", &Conditions::on_behalf},
    {"verified", &Conditions::verified},     {"accounts", &Conditions::accounts}};
}  // namespace

Words& Conditions::at(std::size_t index) { return this->*kConditions[index].words; }
const Words& Conditions::at(std::size_t index) const { return this->*kConditions[index].words; }
std::string_view Conditions::name(std::size_t index) { return kConditions[index].name; }

void check(Tables& tables) {
    check_precedences(tables);
    check_roads(tables);
    check_authorities(tables);
    check_answers(tables);
    check_rejections(tables);
}

}  // namespace postvern::compliance::requests
