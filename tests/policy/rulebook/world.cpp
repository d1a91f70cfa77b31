#include "tests/policy/rulebook/world.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "policy/assembly.hpp"
#include "policy/engine/house_schema.hpp"
#include "test_places.hpp"

namespace postvern::policy::engine::testing {

namespace {

// An account of which nothing is known but its owner and `attributes`, and its collection.
void add_bare_account(Entities& entities, int number, Record attributes) {
    const std::string id = std::to_string(number);
    attributes.set("owner", EntityUid{"Owner", id});
    entities.add({{"Account", id}, attributes, {}});
    attributes.set("kind", "mailbox");
    entities.add({{"Collection", id + "/1"}, attributes, {{"Account", id}}});
}

void add_account(Entities& entities, int number, const char* state, const Record& more) {
    Record attributes = more;
    attributes.set("state", state);
    if (more.find("restricted") == nullptr) attributes.set("restricted", false);
    if (more.find("no_snapshots") == nullptr) attributes.set("no_snapshots", false);
    if (more.find("consents") == nullptr) attributes.set("consents", Set(std::vector<Value>{}));
    add_bare_account(entities, number, std::move(attributes));
}

struct Member {
    int user;
    std::vector<const char*> roles;
    const char* past;  // the attribute that is past, or "all": nothing was signed
    const char* absent = "";
};

void add_member(Entities& entities, const Member& member) {
    Entity entity{{"Staff", std::to_string(member.user)}, {}, {}};
    for (const char* role : member.roles) entity.parents.push_back({"Role", role});
    for (const char* document :
         {"policy_until", "secrecy_until", "agreement_until", "device_until"}) {
        const std::string past = member.past;
        if (past != "all" && document != std::string(member.absent)) {
            entity.attributes.set(document, past == document ? kMoment - 1 : kMoment);
        }
    }
    entities.add(std::move(entity));
}

const Record kOrder{{"validated", true},
                    {"norwegian", true},
                    {"from", kMoment},
                    {"until", kMoment},
                    {"accounts", Set({EntityUid{"Account", "1"}})},
                    {"classes", Set({"mail", "subscriber"})},
                    {"window_from", 1'600'000'000},
                    {"window_until", 1'650'000'000},
                    {"four_weeks_over", false},
                    {"secrecy_lifted", true},
                    {"privileged", false}};

const Record kCase{{"accounts", Set({EntityUid{"Account", "1"}})},
                   {"recused", Set({EntityUid{"Staff", "99"}})},
                   {"basis", "court_order"},
                   {"route", "domestic"},
                   {"references", Set(std::vector<Value>{})},
                   {"order", kOrder},
                   {"approvals", Record{{"managing_director", true}, {"second_officer", true}}},
                   {"substitutes", Set({EntityUid{"Staff", "15"}})},
                   {"objection", false},
                   {"silence", "none"},
                   {"owners_told", true}};

Record with(Record record, const char* name, Value value) {
    record.set(name, std::move(value));
    return record;
}

Record without(const Record& record, std::string_view name) {
    Record left;
    for (const auto& [each, value] : record.fields()) {
        if (each != name) left.set(each, value);
    }
    return left;
}

void add_case(Entities& entities, const char* id, const Record& attributes) {
    entities.add({{"Case", id}, attributes, {}});
}

Record on_route(const char* route, std::initializer_list<Value> references) {
    return with(with(kCase, "route", route), "references", Set(std::vector<Value>(references)));
}

void add_cases_without_references(Entities& entities) {
    const std::pair<const char*, const char*> routes[] = {{"C-unknown", "council_of_europe"},
                                                          {"S-unknown", "schengen"},
                                                          {"N-unknown", "nordic"},
                                                          {"D-unknown", "diplomatic"},
                                                          {"K-unknown", "interception"}};
    for (const auto& [id, route] : routes) {
        add_case(entities, id, without(with(kCase, "route", route), "references"));
    }
}

void add_diplomatic_cases(Entities& entities) {
    const std::vector<Value> offices{"foreign_ministry", "attorney_general", "ministry_of_justice",
                                     "police_chief"};
    const Record all = with(with(kCase, "route", "diplomatic"), "references", Set(offices));
    add_case(entities, "D-all", all);
    add_case(entities, "D", with(all, "references", Set(std::vector<Value>{})));
    for (std::size_t i = 0; i < offices.size(); ++i) {
        std::vector<Value> others = offices;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        add_case(entities, ("D-without-" + *offices[i].as_string()).c_str(),
                 with(all, "references", Set(std::move(others))));
    }
}

// Cases that lack one thing, by what they lack.
void add_cases(Entities& entities) {
    const auto ordered = [](const char* name, Value value) {
        return with(kCase, "order", with(kOrder, name, std::move(value)));
    };
    add_case(entities, "sound", kCase);
    add_case(entities, "empty", {});
    add_case(entities, "no-order", without(kCase, "order"));
    add_case(entities, "not-validated", ordered("validated", false));
    add_case(entities, "not-norwegian", ordered("norwegian", false));
    add_case(entities, "not-yet", ordered("from", kMoment + 1));
    add_case(entities, "expired", ordered("until", kMoment - 1));
    add_case(entities, "secret", ordered("secrecy_lifted", false));
    add_case(entities, "privileged", ordered("privileged", true));
    add_case(entities, "no-approvals", without(kCase, "approvals"));
    for (const char* office : {"managing_director", "second_officer"}) {
        const Record both{{"managing_director", true}, {"second_officer", true}};
        add_case(entities, (std::string("without-") + office).c_str(),
                 with(kCase, "approvals", with(both, office, false)));
    }
    add_case(entities, "objection", with(kCase, "objection", true));
    add_case(entities, "objection-unknown", without(kCase, "objection"));
    add_case(entities, "untold", with(kCase, "owners_told", false));
    const Record untold = with(kCase, "owners_told", false);
    const Record silent = with(untold, "silence", "court");
    add_case(entities, "silent", with(silent, "silent_until", kMoment));
    add_case(entities, "silence-over", with(silent, "silent_until", kMoment - 1));
    add_case(entities, "silence-without-end", silent);
    add_case(entities, "of-another", with(kCase, "accounts", Set({EntityUid{"Account", "2"}})));
    add_case(entities, "of-two",
             with(kCase, "accounts", Set({EntityUid{"Account", "1"}, EntityUid{"Account", "2"}})));
    add_case(entities, "accounts-unknown", without(kCase, "accounts"));
    add_case(entities, "of-all",
             with(kCase, "order",
                  with(kOrder, "classes",
                       Set({"mail", "calendar", "contacts", "files", "access record"}))));
    add_case(entities, "no-silence-with-end",
             with(with(untold, "silence", "none"), "silent_until", kMoment));
    add_case(entities, "odd-silence",
             with(with(untold, "silence", "perhaps"), "silent_until", kMoment - 1));
    add_case(entities, "statutory-silence", with(untold, "silence", "statutory"));
    add_case(entities, "silence-unknown", without(untold, "silence"));
    add_case(entities, "substitutes-unknown", without(kCase, "substitutes"));
    add_case(entities, "new", {{"recused", Set(std::vector<Value>{})}});
    add_case(entities, "recused", with(kCase, "recused", Set({EntityUid{"Staff", "4"}})));
    add_case(entities, "recused-unknown", without(kCase, "recused"));
    add_case(entities, "no-basis", without(kCase, "basis"));
    for (const char* basis :
         {"foreign_attorney", "foreign_authority", "private_party", "police_request", "subpoena",
          "intelligence_service", "unverified_sender", "bulk_request", "no_account",
          "prosecutor_order", "subscriber_request", "urgent_order", "duty_to_avert",
          "european_production_order", "preservation_order", "order_without_suspicion",
          "urgent_interception", "european_preservation_order"}) {
        add_case(entities, basis, with(kCase, "basis", basis));
    }
    add_case(entities, "no-route", without(kCase, "route"));
    add_case(entities, "unknown-route", with(kCase, "route", "by_fax"));
    add_cases_without_references(entities);
    add_case(entities, "C", on_route("council_of_europe", {}));
    add_case(entities, "C-ministry", on_route("council_of_europe", {"ministry_of_justice"}));
    add_case(entities, "B", on_route("bilateral", {"foreign_ministry"}));
    add_case(entities, "B-ministry", on_route("bilateral", {"ministry_of_justice"}));
    add_case(entities, "S", on_route("schengen", {"police_chief"}));
    add_case(entities, "S-prosecutor", on_route("schengen", {"public_prosecutor"}));
    add_case(entities, "N", on_route("nordic", {"public_prosecutor"}));
    add_case(entities, "N-police", on_route("nordic", {"police_chief"}));
    add_diplomatic_cases(entities);
    add_case(entities, "K", on_route("interception", {"police_chief"}));
    add_case(entities, "K-kripos", on_route("interception", {"kripos"}));
    add_case(entities, "K-no-order", without(on_route("interception", {"kripos"}), "order"));
    add_case(entities, "K-over", with(on_route("interception", {"kripos"}), "order",
                                      with(kOrder, "four_weeks_over", true)));
}

}  // namespace

const RuleSet& rulebook() {
    static const RuleSet rules = [] {
        std::vector<Source> sources;
        for (RulebookFile& file : read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook")) {
            sources.push_back({std::move(file.name), std::move(file.text)});
        }
        return RuleSet::parse(sources);
    }();
    return rules;
}

EntityUid uid(const std::string& text) {
    const std::size_t separator = text.find("::");
    return {text.substr(0, separator), text.substr(separator + 2)};
}

Entities facts() {
    Entities entities;
    const Set consents({"spam_filtering", "retrieval"});
    add_account(entities, 1, "open", {});
    add_account(entities, 2, "open", {{"purge_due", kMoment}, {"consents", consents}});
    add_account(entities, 3, "disabled", {{"purge_due", kMoment + 1}});
    add_account(entities, 4, "closed", {{"purge_due", kMoment}});
    add_account(entities, 5, "open", {{"restricted", true}, {"consents", consents}});
    add_account(entities, 6, "open", {{"no_snapshots", true}});
    add_bare_account(entities, 7, {{"state", "open"}, {"restricted", false}});
    add_bare_account(entities, 8, {});
    add_account(entities, 10, "frozen", {{"consents", consents}});
    add_bare_account(entities, 11, {{"state", "open"}, {"consents", consents}});
    add_account(entities, 12, "open", {{"restricted", true}, {"purge_due", kMoment}});
    add_account(entities, 13, "open", {{"retained_until", kMoment}, {"consents", consents}});
    add_account(entities, 14, "open", {{"retained_until", kMoment - 1},
                                       {"purge_due", kMoment - 1},
                                       {"consents", consents}});
    add_account(entities, 15, "open", {{"consents", Set({"supervision"})}});
    add_account(entities, 16, "open", {{"restricted", true}, {"retained_until", kMoment - 1}});
    const Member members[] = {
        {0, {"operator"}, ""},
        {1000, {"operator"}, ""},
        {1, {"managing_director"}, ""},
        {2, {"second_officer"}, ""},
        {3, {"data_protection_officer"}, ""},
        {4, {"legal_officer"}, ""},
        {5, {"support"}, ""},
        {6, {"operator"}, "policy_until"},
        {7, {"operator"}, "secrecy_until"},
        {8, {"operator"}, "agreement_until"},
        {9, {"operator"}, "device_until"},
        {10, {"data_protection_officer"}, "all"},
        {12, {"managing_director", "data_protection_officer"}, ""},
        {13, {"operator"}, "", "secrecy_until"},
        {14, {"operator"}, "", "agreement_until"},
        {15, {"support"}, ""},
    };
    for (const Member& member : members) add_member(entities, member);
    const Set instructions({"7"});
    entities.add({{"Processor", "1"},
                  {{"agreement_until", kMoment}, {"instructions", instructions}},
                  {}});
    entities.add({{"Processor", "2"},
                  {{"agreement_until", kMoment - 1}, {"instructions", instructions}},
                  {}});
    entities.add({{"Processor", "4"}, {{"agreement_until", kMoment}}, {}});
    add_cases(entities);
    const Set recused({EntityUid{"Staff", "99"}});
    const auto add_hold = [&](const char* id, const Record& attributes) {
        entities.add({{"Hold", id}, attributes, {{"Case", "sound"}}});
    };
    add_hold("kept", {{"until", kMoment}, {"recused", recused}});
    add_hold("over", {{"until", kMoment - 1}, {"recused", recused}});
    add_hold("unknown", {{"recused", recused}});
    add_hold("of-recused", {{"until", kMoment - 1}, {"recused", Set({EntityUid{"Staff", "4"}})}});
    add_hold("recused-unknown", {{"until", kMoment - 1}});
    entities.add({{"Site", "site"}, {}, {}});
    entities.add({{"Ledger", "ledger"}, {}, {}});
    entities.add({{"Report", "1"}, {}, {}});
    entities.add({{"Rulebook", "rulebook"}, {}, {}});
    for (Entity& action : house_actions()) entities.add(std::move(action));
    return entities;
}

Request make_request(const std::string& principal, const std::string& action,
                     const std::string& resource, const std::string& purpose,
                     const std::string& how) {
    Record context{{"moment", kMoment}, {"channel", "imap"}};
    if (!purpose.empty()) context.set("purpose", purpose);
    if (how == "stale" || how == "fresh") {
        context.set("facts_until", how == "stale" ? kMoment - 1 : kMoment);
    } else if (how == "instructed" || how == "empty instruction") {
        context.set("instruction", how == "instructed" ? "7" : "");
    } else if (!how.empty()) {
        context.set("account", EntityUid{"Account", how == "other account" ? "2" : "1"});
        const bool other_class = how == "subscriber" || how == "calendar" || how == "contacts" ||
                                 how == "files" || how == "access record";
        if (how != "no class") context.set("class", other_class ? how : "mail");
        if (how != "subscriber" && how != "no window") {
            const bool late = how == "backwards" || how == "one moment";
            const auto from = late ? 1'650'000'000 : 1'600'000'000;
            context.set("window_from", how == "earlier" ? 1'599'999'999 : from);
        }
        if (how != "subscriber" && how != "no window" && how != "no end") {
            const auto until = how == "backwards" ? 1'649'999'999 : 1'650'000'000;
            context.set("window_until", how == "later" ? 1'650'000'001 : until);
        }
        if (how == "to the court" || how == "unsealed") {
            context.set("sealed_to_court", how == "to the court");
        }
    }
    return {uid(principal), {"Action", action}, uid(resource), context};
}

void expect_decisions(std::span<const DecisionRow> rows) {
    const Entities entities = facts();
    for (const DecisionRow& row : rows) {
        SCOPED_TRACE(::testing::Message() << row.principal << " " << row.action << " "
                                          << row.resource << " for " << row.purpose << " "
                                          << row.how);
        const Request request =
            make_request(row.principal, row.action, row.resource, row.purpose, row.how);
        const Verdict verdict = decide(rulebook(), entities, request, Strictness::house);
        EXPECT_EQ(verdict.permitted, row.permitted);
        EXPECT_EQ(deciding(verdict), row.rules);
        EXPECT_EQ(obligations(verdict).record, row.record);
        EXPECT_TRUE(verdict.errors.empty());
    }
}

std::vector<DecisionRow> every_row() {
    std::vector<DecisionRow> all;
    for (const auto rows : {service_rows(), people_rows(), case_rows(), purpose_rows(), scope_rows(),
                            unknown_rows(), change_rows()}) {
        all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
}

std::string deciding(const Verdict& verdict) {
    std::string joined;
    for (const Policy* policy : verdict.determining) {
        joined += (joined.empty() ? "" : " ") + policy->id();
    }
    return joined;
}

}  // namespace postvern::policy::engine::testing
