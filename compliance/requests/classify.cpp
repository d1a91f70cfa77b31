#include <algorithm>
#include <string_view>

#include "compliance/requests/tables.hpp"

namespace postvern::compliance {

namespace {

using Tables = RequestRules::Tables;
using requests::AnswerRow;
using requests::Authority;
using requests::Cited;
using requests::Clock;
using requests::Conditions;
using requests::contains;
using requests::find;
using requests::Group;
using requests::Instrument;
using requests::Precedence;
using requests::Rejection;
using requests::Road;

bool same_name(std::string_view a, std::string_view b) {
    const auto lower = [](char octet) {
        return octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet - 'A' + 'a') : octet;
    };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [lower](char x, char y) { return lower(x) == lower(y); });
}

// What the conditions are asked of; each a word, empty where the letter does not say.
struct Situation {
    const Instrument* instrument = nullptr;
    const Authority* authority = nullptr;  // by its name
    std::string kind;
    std::string country;
    std::string state;  // whose road it is
    bool on_behalf = false;
};

const Authority* authority_named(const Tables& tables, std::string_view name) {
    for (const Authority& each : tables.authorities)
        for (const std::string& known : each.names)
            if (same_name(known, name)) return &each;
    return nullptr;
}

bool is_home(const Tables& tables, const std::string& country) {
    const auto road = tables.road_of.find(country);
    return road != tables.road_of.end() && road->second == tables.home_road;
}

Situation situation_of(const Tables& tables, const Intake& intake) {
    Situation now;
    now.instrument = find(tables.instruments, intake.instrument);
    now.authority = authority_named(tables, intake.authority);
    if (find(tables.kinds, intake.authority_kind) != nullptr) now.kind = intake.authority_kind;
    // A body without power stays one, whatever the officer thought it to be.
    if (now.authority != nullptr &&
        (now.kind.empty() || find(tables.kinds, now.authority->kind)->prevails))
        now.kind = now.authority->kind;
    now.country = intake.country;
    if (now.country.empty() && now.authority != nullptr) now.country = now.authority->country;
    if (!tables.names.contains(now.country)) now.country.clear();
    now.on_behalf = !intake.on_behalf_of.empty() && !is_home(tables, intake.on_behalf_of);
    now.state = now.on_behalf ? intake.on_behalf_of : now.country;
    return now;
}

std::string_view accounts_word(const Intake& intake) {
    return intake.bulk ? "bulk" : intake.accounts.empty() ? "none" : "named";
}

bool meets(const Tables& tables, const Situation& now, const Intake& intake,
           const Conditions& when) {
    const auto is = [](const std::vector<std::string>& words, std::string_view word) {
        return words.empty() || contains(words, word);
    };
    const bool competent = now.instrument != nullptr && contains(now.instrument->issuers, now.kind);
    const auto place = now.country.empty()            ? std::string_view()
                       : is_home(tables, now.country) ? "domestic"
                                                      : "foreign";
    const bool in_group =
        when.group.empty() ||
        std::any_of(when.group.begin(), when.group.end(), [&](const std::string& id) {
            return contains(find(tables.groups, id)->countries, now.country);
        });
    return is(when.instrument, now.instrument != nullptr ? now.instrument->id : std::string()) &&
           is(when.authority, now.kind) && is(when.issuer, competent ? "competent" : "other") &&
           is(when.place, place) && in_group &&
           is(when.on_behalf, now.on_behalf ? "foreign" : "none") &&
           is(when.verified, intake.verified ? "yes" : "no") &&
           is(when.accounts, accounts_word(intake));
}

bool is_missing(std::string_view field, const Situation& now, const Intake& intake) {
    if (field == "instrument") return now.instrument == nullptr;
    if (field == "section") return intake.statute.empty();
    if (field == "authority") return intake.authority.empty() || now.kind.empty();
    if (field == "country") return now.country.empty();
    if (field == "person") return intake.person.empty();
    if (field == "contact") return intake.contact.empty();
    if (field == "date") return intake.date.empty();
    if (field == "case_number") return intake.case_number.empty();
    if (field == "accounts") return intake.accounts.empty() || intake.bulk;
    if (field == "data_classes") return intake.classes.empty();
    if (field == "time_window")  // subscriber data has no date
        return !intake.window &&
               (intake.classes.empty() ||
                std::any_of(intake.classes.begin(), intake.classes.end(),
                            [](auto each) { return each != policy::DisclosureClass::subscriber; }));
    if (field == "deadline") return !intake.deadline;
    if (field == "silence") return intake.silence == policy::Silence::none;
    if (field == "enclosures") return intake.enclosures.empty();
    return field == "call_back" && !intake.verified;
}

std::vector<std::string> missing_of(const AnswerRow& row, const Situation& now,
                                    const Intake& intake, bool no_term) {
    std::vector<std::string> all;
    for (const std::string_view field : requests::askable()) {
        const bool of_instrument =
            row.answer != Answer::rejected &&
            (now.instrument == nullptr ? field == "instrument"
                                       : contains(now.instrument->needs, field));
        const bool asked =
            contains(row.asks, field) || of_instrument || (field == "deadline" && no_term);
        if (asked && is_missing(field, now, intake)) all.emplace_back(field);
    }
    return all;
}

AnswerClock clock_of(const Clock& clock, const Intake& intake) {
    AnswerClock proposed{clock.id, 0, clock.least, clock.most, clock.source};
    if (clock.most != 0) proposed.due = intake.received + clock.most;
    if (clock.own_term && intake.deadline && (proposed.due == 0 || *intake.deadline < proposed.due))
        proposed.due = *intake.deadline;
    if (clock.least != 0) proposed.due = std::max(proposed.due, intake.received + clock.least);
    return proposed;
}

void add_reason(std::vector<Reason>& reasons, const Cited& entry, const std::string& text) {
    if (!text.empty()) reasons.push_back({text, entry.source, false});
    if (!entry.uncertain.empty()) reasons.push_back({entry.uncertain, entry.source, true});
}

// Why this road, and what is to be known of the state.
void add_road_reasons(const Tables& tables, const AnswerRow& row, const Situation& now,
                      const Road& road, std::vector<Reason>& reasons) {
    add_reason(reasons, road, "Road " + road.id + " (" + road.name + "): " + road.path + ".");
    const auto own = tables.road_of.find(now.state);
    if (own == tables.road_of.end()) {
        reasons.push_back(
            {"The letter names no state of the list: the road of all others, which skips no "
             "office.",
             road.source, true});
        return;
    }
    for (const Group& group : tables.groups) {
        if (!contains(group.countries, now.state)) continue;
        if (!group.road.empty() && group.road != own->second) {
            const Precedence* wins = find(tables.precedences, own->second);
            if (wins != nullptr && row.road.empty())
                reasons.push_back(
                    {"Road " + own->second + " goes before " + group.road + ": " + wins->why,
                     wins->source, false});
            continue;
        }
        const bool speaks = group.road == road.id || group.road.empty();
        if (speaks) add_reason(reasons, group, group.note);
    }
}

void add_reasons(const Tables& tables, const AnswerRow& row, const Situation& now,
                 const Intake& intake, const Road& road, Proposal& proposal) {
    auto& reasons = proposal.reasons;
    add_reason(reasons, row, row.why);
    for (const std::int64_t conflict : row.conflicts)
        reasons.push_back(
            {"Policy and law differ: conflict " + std::to_string(conflict) + " of the ledger.",
             row.source, false});
    if (const Rejection* rejection = find(tables.rejections, row.rejection))
        add_reason(reasons, *rejection, rejection->why);
    if (now.instrument != nullptr && row.answer != Answer::rejected) {
        add_reason(reasons, *now.instrument, "");
        if (!now.instrument->applies_from.empty() && !intake.date.empty() &&
            intake.date < now.instrument->applies_from)
            reasons.push_back({"The letter is dated before " + now.instrument->applies_from +
                                   ", from which day its regulation applies.",
                               now.instrument->source, true});
    }
    if (now.authority != nullptr) add_reason(reasons, *now.authority, now.authority->note);
    add_road_reasons(tables, row, now, road, reasons);
}

}  // namespace

Proposal classify(const RequestRules& rules, const Intake& intake) {
    const Tables& tables = rules.tables();
    const Situation now = situation_of(tables, intake);
    const auto row =
        std::find_if(tables.answers.begin(), tables.answers.end(),
                     [&](const AnswerRow& each) { return meets(tables, now, intake, each.when); });
    const auto own = tables.road_of.find(now.state);
    const Road& of_state =
        tables.road(own == tables.road_of.end() ? tables.other_road : own->second);
    const Road& road = row->road.empty() ? of_state : tables.road(row->road);
    Proposal proposal;
    proposal.answer = row->answer;
    proposal.basis = row->basis;
    proposal.rejection = row->rejection;
    proposal.road = road.id;
    proposal.route = road.route ? *road.route : *of_state.route;
    for (const policy::Office office : road.offices)
        if (std::find(intake.references.begin(), intake.references.end(), office) ==
            intake.references.end())
            proposal.lacking.push_back(office);
    proposal.letter = row->letter;
    proposal.rule = row->id;
    bool no_term = false;
    if (const Clock* clock = find(tables.clocks, row->clock)) {
        proposal.clock = clock_of(*clock, intake);
        no_term = clock->must_be_set && proposal.clock->due == 0;
    }
    proposal.missing = missing_of(*row, now, intake, no_term);
    add_reasons(tables, *row, now, intake, road, proposal);
    return proposal;
}

}  // namespace postvern::compliance
