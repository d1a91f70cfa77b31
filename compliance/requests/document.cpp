// The rules of classification as a page for people, from the rules alone.
#include <algorithm>
#include <map>

#include "compliance/requests/tables.hpp"

namespace postvern::compliance {

namespace {

using Tables = RequestRules::Tables;
using requests::Cited;

constexpr std::string_view kHead =
    "# Who is answered how\n\n"
    "How a request for data is classified, written from the files in `compliance/requests/data` by "
    "a test; change those\n"
    "([their format](../formats/request-rules.md)). The first row of a table of answers whose "
    "conditions all hold decides. What is\n"
    "decided is a proposal: an officer confirms it, or deviates with a reason ([decision "
    "0025](../decisions/0025-classification-by-data.md)).\n"
    "Counsel has not settled what is marked \"open\". No answer depends on whether an account "
    "exists.\n";

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string all;
    for (const std::string& word : words) all.append(all.empty() ? "" : between).append(word);
    return all;
}

// A cell: no line ends, no bars.
std::string cell(std::string_view text) {
    std::string safe;
    for (const char octet : text) {
        if (octet == '|') safe += '\\';
        safe += octet == '\n' ? ' ' : octet;
    }
    return safe;
}

void add_row(std::string& page, std::initializer_list<std::string> cells) {
    for (const std::string& each : cells) page.append("| ").append(cell(each)).append(" ");
    page += "|\n";
}

void add_head(std::string& page, const std::string& title,
              std::initializer_list<std::string> cells) {
    page.append("\n## ").append(title).append("\n\n");
    add_row(page, cells);
    for (std::size_t each = 0; each < cells.size(); ++each) page += "|---";
    page += "|\n";
}

std::string open_too(const std::string& text, const Cited& entry) {
    return entry.uncertain.empty()
               ? text
               : text + (text.empty() ? "" : " ") + "*Open:* " + entry.uncertain;
}

std::string conditions(const requests::Conditions& when) {
    std::string all;
    for (std::size_t at = 0; at < requests::Conditions::kCount; ++at)
        if (!when.at(at).empty())
            all.append(all.empty() ? "" : "; ")
                .append(requests::Conditions::name(at))
                .append(": ")
                .append(joined(when.at(at), ", "));
    return all.empty() ? "everything else" : all;
}

std::string duration(std::int64_t seconds) {
    if (seconds == 0) return "";
    return seconds % 86'400 == 0 && seconds > 86'400 ? std::to_string(seconds / 86'400) + " days"
                                                     : std::to_string(seconds / 3'600) + " hours";
}

std::string offices(const requests::Road& road) {
    std::vector<std::string> names;
    for (const auto each : road.offices) names.emplace_back(policy::name(each));
    return joined(names, ", ");
}

void add_answers(std::string& page, const Tables& tables) {
    add_head(page, "Answers",
             {"#", "When", "Answer", "Basis", "Road", "Letter", "Clock", "Why", "Source"});
    std::size_t number = 0;
    for (const auto& row : tables.answers) {
        std::vector<std::string> conflicts;
        for (const auto each : row.conflicts) conflicts.push_back(std::to_string(each));
        const std::string why =
            open_too(row.why, row) +
            (conflicts.empty() ? "" : " Conflicts: " + joined(conflicts, ", ") + ".");
        add_row(page,
                {std::to_string(++number) + " " + row.id, conditions(row.when),
                 std::string(name(row.answer)) + (row.rejection.empty() ? "" : " " + row.rejection),
                 std::string(policy::name(row.basis)), row.road.empty() ? "of the state" : row.road,
                 row.letter, row.clock, why, row.source});
    }
}

void add_roads(std::string& page, const Tables& tables) {
    add_head(page, "Roads", {"Road", "Path", "References on file", "Guard", "Source"});
    for (const auto& road : tables.roads)
        add_row(page, {road.id + " " + road.name, road.path, offices(road),
                       open_too(road.guard, road), road.source});
    add_head(page, "Which road wins where a state has several",
             {"Road", "Goes before", "Why", "Source"});
    for (const auto& row : tables.precedences)
        add_row(page, {row.id, joined(row.over, ", "), open_too(row.why, row), row.source});
}

void add_countries(std::string& page, const Tables& tables) {
    add_head(page, "Roads of states", {"Road", "States"});
    std::map<std::string, std::vector<std::string>> by_road;
    for (const auto& [code, road] : tables.road_of)
        by_road[road].push_back(tables.names.at(code) + " (" + code + ")");
    for (const auto& road : tables.roads)
        if (by_road.contains(road.id)) add_row(page, {road.id, joined(by_road[road.id], ", ")});
    page += "\nNames and codes: " + tables.names_source + ", " +
            std::to_string(tables.names.size()) + " codes.\n";
    add_head(page, "Groups of states", {"Group", "Road", "States", "Remarks", "Source"});
    for (const auto& group : tables.groups)
        add_row(page, {group.name, group.road, joined(group.countries, " "),
                       open_too(group.note, group), group.source});
}

void add_senders(std::string& page, const Tables& tables) {
    add_head(page, "Instruments",
             {"Instrument", "What it is", "Issued by", "Must state", "Remarks", "Source"});
    for (const auto& row : tables.instruments) {
        const std::string from =
            row.applies_from.empty() ? "" : "Applies from " + row.applies_from + ".";
        add_row(page, {row.id, row.name, joined(row.issuers, ", "), joined(row.needs, ", "),
                       open_too(from, row), row.source});
    }
    add_head(page, "Kinds of senders", {"Kind", "What it is", "Source"});
    for (const auto& row : tables.kinds)
        add_row(page, {row.id, open_too(row.name, row), row.source});
    add_head(page, "Offices known by name", {"Name", "Kind", "Country", "Remarks", "Source"});
    for (const auto& row : tables.authorities)
        add_row(page, {joined(row.names, ", "), row.kind, row.country, open_too(row.note, row),
                       row.source});
}

void add_limits(std::string& page, const Tables& tables) {
    add_head(page, "Rejections", {"Code", "Basis", "Letter", "Why", "Source"});
    for (const auto& row : tables.rejections)
        add_row(page, {row.id, std::string(policy::name(row.basis)), row.letter,
                       open_too(row.why, row), row.source});
    add_head(page, "Clocks",
             {"Clock", "At most", "At least", "Letter's own term", "Remarks", "Source"});
    for (const auto& row : tables.clocks) {
        const char* own = row.must_be_set ? "yes, or counsel sets it"
                          : row.own_term  ? "yes, where earlier"
                                          : "no";
        add_row(page, {row.id, duration(row.most), duration(row.least), own,
                       open_too(row.name, row), row.source});
    }
}

}  // namespace

std::string request_rules_document(const RequestRules& rules) {
    std::string page(kHead);
    add_answers(page, rules.tables());
    add_limits(page, rules.tables());
    add_roads(page, rules.tables());
    add_countries(page, rules.tables());
    add_senders(page, rules.tables());
    return page;
}

}  // namespace postvern::compliance
