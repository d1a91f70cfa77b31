// The access matrix.
#include <map>
#include <set>
#include <utility>

#include "policy/book/chapters.hpp"

namespace postvern::policy::book {

namespace {

Line answer_line(const Access& access) {
    switch (access.answer) {
        case AccessAnswer::always:
            return {strong("always")};
        case AccessAnswer::undecided:
            return {strong("not decided")};
        case AccessAnswer::when:
            break;
    }
    return {plain("when")};
}

// "`read` (service_delivery, subject_rights); `mark` (...)": of pairs of a name and a purpose, by
// the order of the names.
using Purposes = std::map<std::string, std::set<std::string>>;

Line with_purposes(const std::vector<std::string>& names, const Purposes& purposes) {
    Line line;
    for (const std::string& name : names) {
        const auto found = purposes.find(name);
        if (found == purposes.end()) continue;
        std::string list;
        for (const std::string& purpose : found->second) {
            list += (list.empty() ? "" : ", ") + purpose;
        }
        append(line, "; ", {code(name), plain(" (" + list + ")")});
    }
    return line.empty() ? Line{strong("never")} : line;
}

// Who may do what, and by whom what is done: both with the purposes.
Table table_by_who(const AccessMatrix& access) {
    std::map<std::string, Purposes> cells;
    for (const Access& each : access.entries) cells[each.who][each.action].insert(each.purpose);
    Table table{{"Who", "May, for; anything else never"}, {}};
    for (const std::string& who : access.who) {
        table.rows.push_back(
            {{link(who, anchor_of("who", who))}, with_purposes(access.actions, cells[who])});
    }
    return table;
}

Table table_by_action(const AccessMatrix& access) {
    std::map<std::string, Purposes> cells;
    for (const Access& each : access.entries) cells[each.action][each.who].insert(each.purpose);
    Table table{{"What", "By, for; anybody else never"}, {}};
    for (const std::string& action : access.actions) {
        table.rows.push_back({{code(action)}, with_purposes(access.who, cells[action])});
    }
    return table;
}

void add_details(Document& document, const AccessMatrix& access, const std::string& who) {
    document.blocks.push_back(Heading{2, anchor_of("who", who), who});
    Table table{{"Action", "On", "For", "", "If a rule permits", "And none of these forbids"}, {}};
    for (const Access& each : access.entries) {
        if (each.who != who) continue;
        table.rows.push_back({{code(each.action)},
                              {plain(each.resource)},
                              {plain(each.purpose)},
                              answer_line(each),
                              rules_line(each.permits),
                              rules_line(each.forbids)});
    }
    if (table.rows.empty()) {
        document.blocks.push_back(Paragraph{{plain("Never anything, on anything, for anything.")}});
    } else {
        document.blocks.push_back(std::move(table));
    }
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

}  // namespace

void add_access(Document& document, const Contents& contents) {
    const AccessMatrix& access = contents.access;
    document.blocks.push_back(Heading{1, "access", "Who may do what for which purpose"});
    const std::string counts = "Of " + std::to_string(access.combinations) +
                               " combinations of principal, action, resource and purpose " +
                               std::to_string(access.entries.size()) +
                               " are permitted in some case; the rest never, whatever is known.";
    document.blocks.push_back(Paragraph{{plain(
        counts + " Without a purpose nothing is permitted" +
        (access.without_purpose.empty() ? "."
                                        : ", except: " + joined(access.without_purpose) + "."))}});
    document.blocks.push_back(Paragraph{
        {plain("A role means people of the house who hold that role and no other. Asked for on: " +
               joined(access.resources) +
               ". For all purposes that the Gate knows: " + joined(access.purposes) + ".")}});
    document.blocks.push_back(table_by_who(access));
    document.blocks.push_back(table_by_action(access));
    for (const std::string& who : access.who) add_details(document, access, who);
}

}  // namespace postvern::policy::book
