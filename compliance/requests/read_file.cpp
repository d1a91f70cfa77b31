// From the files to tables: types, limits, sources. What entries say of each other is check.cpp's.
#include <algorithm>
#include <array>
#include <charconv>

#include "compliance/requests/entry.hpp"
#include "compliance/requests/names.hpp"
#include "compliance/requests/tables.hpp"

namespace postvern::compliance::requests {

namespace {

using Tables = RequestRules::Tables;

constexpr std::size_t kFile = 256 * 1024;
constexpr std::size_t kRows = 500;
constexpr std::size_t kList = 300;
constexpr std::size_t kLine = 1000;
constexpr std::int64_t kStatements = 87;  // of the information security policy
constexpr std::int64_t kConflicts = 8;    // of its ledger

// "ISP-36; Ekomloven § 3-10": each part is a statement of the policy, or names a law and a place in
// it by number.
bool is_source(std::string_view text) {
    while (true) {
        const auto end = text.find("; ");
        const std::string_view part = text.substr(0, end);
        if (part.starts_with("ISP-")) {
            std::int64_t number = 0;
            const char* last = part.data() + part.size();
            const auto [rest, error] = std::from_chars(part.data() + 4, last, number);
            if (error != std::errc{} || rest != last || number < 1 || number > kStatements)
                return false;
        } else if (part.size() < 6 || !std::any_of(part.begin(), part.end(),
                                                   [](char c) { return c >= '0' && c <= '9'; })) {
            return false;
        }
        if (end == std::string_view::npos) return true;
        text.remove_prefix(end + 2);
    }
}

std::string source(Entry& entry) {
    std::string text = entry.required("source");
    if (!is_source(text))
        entry.fail("source", "`source` says \"" + text +
                                 "\"; name statements (\"ISP-36\") and sections of law with their "
                                 "number, between \"; \"");
    return text;
}

void cite(Entry& entry, const std::string& file, const std::string& id, Cited& into) {
    into.id = id;
    into.file = file;
    into.line = entry.line();
    into.source = source(entry);
    into.uncertain = entry.text("uncertain");
}

template <typename Value>
Value value(Entry& entry, std::string_view key, std::size_t count) {
    const std::string word = entry.required(key);
    const auto found = value_named<Value>(word, count);
    if (!found)
        entry.fail(key, "`" + std::string(key) + "` says \"" + word + "\"; choose from " +
                            choices<Value>(count));
    return *found;
}

std::vector<policy::Office> offices(Entry& entry) {
    std::vector<policy::Office> all;
    for (const std::string& word : entry.list("offices", policy::kOfficeCount)) {
        const auto office = value_named<policy::Office>(word, policy::kOfficeCount);
        if (!office)
            entry.fail("offices", "`offices` says \"" + word + "\"; choose from " +
                                      choices<policy::Office>(policy::kOfficeCount));
        all.push_back(*office);
    }
    return all;
}

// "24h" or "90d", in seconds; 0: absent.
std::int64_t duration(Entry& entry, std::string_view key) {
    const std::string text = entry.text(key);
    if (text.empty()) return 0;
    std::int64_t number = 0;
    const char* last = text.data() + text.size() - 1;
    const auto [rest, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc{} || rest != last || number < 1 || number > 9'999 ||
        (*last != 'h' && *last != 'd'))
        entry.fail(key, "`" + std::string(key) + "` says \"" + text +
                            "\"; write hours as \"24h\" or days as \"90d\"");
    return number * (*last == 'h' ? 3'600 : 86'400);
}

Group group(Entry& entry, const std::string& file) {
    Group group;
    cite(entry, file, entry.required("id"), group);
    group.name = entry.required("name");
    group.road = entry.text("road");
    group.countries = entry.list("countries", kList);
    group.note = entry.text("note");
    return group;
}

Road road(Entry& entry, const std::string& file) {
    Road road;
    cite(entry, file, entry.required("id"), road);
    road.name = entry.required("name");
    if (entry.has("rules_know_it_as"))
        road.route = value<policy::Route>(entry, "rules_know_it_as", policy::kRouteCount);
    road.path = entry.required("path");
    road.offices = offices(entry);
    road.guard = entry.required("guard");
    road.all_others = entry.flag("all_others").value_or(false);
    road.home = entry.flag("home").value_or(false);
    return road;
}

Precedence precedence(Entry& entry, const std::string& file) {
    Precedence row;
    cite(entry, file, entry.required("road"), row);
    row.over = entry.list("over", kList);
    row.why = entry.required("why");
    return row;
}

Clock clock(Entry& entry, const std::string& file) {
    Clock clock;
    cite(entry, file, entry.required("id"), clock);
    clock.name = entry.required("name");
    clock.least = duration(entry, "least");
    clock.most = duration(entry, "most");
    clock.own_term = entry.flag("own_term").value_or(false);
    clock.must_be_set = entry.flag("must_be_set").value_or(false);
    if (clock.most != 0 && clock.least > clock.most)
        entry.fail("least", "`least` is more than `most`; correct one");
    if (clock.most == 0 && !clock.own_term)
        entry.fail("most", "the clock never ends; write `most`, or `own_term = true`");
    return clock;
}

Rejection rejection(Entry& entry, const std::string& file) {
    Rejection row;
    cite(entry, file, entry.required("code"), row);
    row.basis = value<policy::Basis>(entry, "basis", policy::kBasisCount);
    row.letter = entry.required("letter");
    row.why = entry.required("why");
    return row;
}

AuthorityKind kind(Entry& entry, const std::string& file) {
    AuthorityKind kind;
    cite(entry, file, entry.required("id"), kind);
    kind.name = entry.required("name");
    kind.prevails = entry.flag("prevails").value_or(false);
    return kind;
}

Authority authority(Entry& entry, const std::string& file) {
    Authority row;
    row.names = entry.list("names", kList);
    if (row.names.empty()) entry.fail("names", "`names` is missing; write at least one name");
    cite(entry, file, row.names.front(), row);
    row.kind = entry.required("kind");
    row.country = entry.required("country");
    row.note = entry.text("note");
    return row;
}

std::vector<std::string> fields(Entry& entry, std::string_view key) {
    auto all = entry.list(key, kList);
    for (const std::string& each : all)
        if (std::find(askable().begin(), askable().end(), each) == askable().end())
            entry.fail(
                key,
                "`" + std::string(key) + "` says \"" + each +
                    "\", which no letter can ask for; correct it (docs/formats/request-rules.md)");
    return all;
}

Instrument instrument(Entry& entry, const std::string& file) {
    Instrument row;
    cite(entry, file, entry.required("id"), row);
    row.name = entry.required("name");
    row.issuers = entry.list("issuers", kList);
    row.needs = fields(entry, "needs");
    row.applies_from = entry.text("applies_from");
    const auto is_day = [&row] {
        return row.applies_from.size() == 10 && row.applies_from[4] == '-' &&
               row.applies_from[7] == '-';
    };
    if (!row.applies_from.empty() && !is_day())
        entry.fail("applies_from", "`applies_from` is no day; write it as \"2026-08-18\"");
    return row;
}

// Words that a condition may have; empty: ids, which check.cpp looks up.
std::vector<std::string> condition(Entry& entry, std::string_view key,
                                   std::vector<std::string_view> words, bool one) {
    std::vector<std::string> given;
    if (one) {
        if (std::string word = entry.text(key); !word.empty()) given.push_back(std::move(word));
    } else {
        given = entry.list(key, kList);
    }
    if (entry.has(key) && given.empty())
        entry.fail(key, "`" + std::string(key) + "` is empty, which nothing meets; remove it");
    for (const std::string& word : given)
        if (!words.empty() && std::find(words.begin(), words.end(), word) == words.end())
            entry.fail(key, "`" + std::string(key) + "` cannot be \"" + word + "\"; correct it");
    return given;
}

Conditions conditions(Entry& entry) {
    Conditions when;
    when.instrument = condition(entry, "instrument", {}, false);
    when.authority = condition(entry, "authority", {}, false);
    when.issuer = condition(entry, "issuer", {"competent", "other"}, true);
    when.place = condition(entry, "place", {"domestic", "foreign"}, true);
    when.group = condition(entry, "group", {}, false);
    when.on_behalf = condition(entry, "on_behalf", {"foreign", "none"}, true);
    when.accounts = condition(entry, "accounts", {"named", "none", "bulk"}, false);
    if (const auto verified = entry.flag("verified")) when.verified = {*verified ? "yes" : "no"};
    return when;
}

Answer answer_named(Entry& entry) {
    const std::string word = entry.required("answer");
    for (std::size_t each = 0; each < kAnswerCount; ++each)
        if (name(static_cast<Answer>(each)) == word) return static_cast<Answer>(each);
    entry.fail(
        "answer",
        "`answer` says \"" + word +
            "\"; choose from REJECTED, PRESERVED, STATUTORY_HOLD, AWAIT_COURT, ORDER_RECEIVED");
}

AnswerRow answer(Entry& entry, const std::string& file) {
    AnswerRow row;
    cite(entry, file, entry.required("id"), row);
    row.when = conditions(entry);
    row.answer = answer_named(entry);
    row.rejection = entry.text("rejection");
    if (row.answer == Answer::rejected) {
        if (row.rejection.empty())
            entry.fail("rejection", "`rejection` is missing; name its code of rejections.toml");
        if (entry.has("basis") || entry.has("letter"))
            entry.fail(
                "basis",
                "basis and letter of a rejection stand in rejections.toml; remove them here");
    } else {
        if (!row.rejection.empty())
            entry.fail("rejection", "only REJECTED has a `rejection`; remove it");
        row.basis = value<policy::Basis>(entry, "basis", policy::kBasisCount);
        row.letter = entry.required("letter");
    }
    row.road = entry.text("road");
    row.clock = entry.text("clock");
    row.asks = fields(entry, "asks");
    row.conflicts = entry.numbers("conflict", 1, kConflicts);
    row.why = entry.required("why");
    return row;
}

void read_names(Entry& entry, const std::string& file, Tables& tables) {
    const toml::table* table = entry.table("names");
    if (table == nullptr)
        entry.fail("names", "[names] is missing; write the name of each country by its code");
    Entry part(*table, file, kLine);
    tables.names_source = source(part);
    for (const auto& [key, node] : *table) {
        const std::string code(key.str());
        if (code == "source") continue;
        if (code.size() != 2 || code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
            part.fail(code, "`" + code + "` is no country; write two capital letters (ISO 3166-1)");
        tables.names[code] = part.required(code);
    }
}

template <typename Row>
void read_rows(Entry& entry, const std::string& file, std::string_view key,
               Row (*read)(Entry&, const std::string&), std::vector<Row>& into) {
    for (const toml::table* table : entry.tables(key, kRows)) {
        Entry part(*table, file, kLine);
        Row row = read(part, file);
        part.finish();
        if (const Row* other = find(into, row.id))
            part.fail("id", "\"" + row.id + "\" stands in line " + std::to_string(other->line) +
                                " already; remove one, or give it another name");
        into.push_back(std::move(row));
    }
    if (into.empty())
        entry.fail(key, "there is no [[" + std::string(key) + "]]; write at least one");
}

}  // namespace

std::span<const std::string_view> askable() noexcept {
    static constexpr std::string_view kFields[] = {
        "instrument",  "section",  "authority",   "country",    "person",
        "contact",     "date",     "case_number", "accounts",   "data_classes",
        "time_window", "deadline", "silence",     "enclosures", "call_back"};
    return kFields;
}

void read_file(const RequestFile& file, Tables& tables) {
    const toml::table table = parse_toml(file.text, file.name, kFile);
    Entry entry(table, file.name, kLine);
    if (file.name == "countries.toml") {
        read_rows(entry, file.name, "group", group, tables.groups);
        read_names(entry, file.name, tables);
    } else if (file.name == "routes.toml") {
        read_rows(entry, file.name, "route", road, tables.roads);
        read_rows(entry, file.name, "precedence", precedence, tables.precedences);
    } else if (file.name == "clocks.toml") {
        read_rows(entry, file.name, "clock", clock, tables.clocks);
    } else if (file.name == "rejections.toml") {
        read_rows(entry, file.name, "rejection", rejection, tables.rejections);
    } else if (file.name == "authorities.toml") {
        read_rows(entry, file.name, "kind", kind, tables.kinds);
        read_rows(entry, file.name, "authority", authority, tables.authorities);
    } else if (file.name == "instruments.toml") {
        read_rows(entry, file.name, "instrument", instrument, tables.instruments);
    } else if (file.name == "answers.toml") {
        read_rows(entry, file.name, "answer", answer, tables.answers);
    } else {
        throw RequestSyntaxError(file.name, 0,
                                 "no file of these rules; remove it, or correct its name");
    }
    entry.finish();
}

}  // namespace postvern::compliance::requests
