#include "compliance/intake.hpp"

#include "compliance/requests/entry.hpp"
#include "compliance/requests/names.hpp"

namespace postvern::compliance {

namespace {

using requests::Entry;

constexpr std::size_t kAddress = 320;  // octets: RFC 5321 4.5.3.1

std::string country(Entry& entry, std::string_view key) {
    std::string code = entry.text(key);
    const bool right = code.empty() || (code.size() == 2 && code[0] >= 'A' && code[0] <= 'Z' &&
                                        code[1] >= 'A' && code[1] <= 'Z');
    if (!right)
        entry.fail(key, "`" + std::string(key) +
                            "` is no country; write two capital letters, as \"NO\" (ISO 3166-1)");
    return code;
}

template <typename Value>
std::vector<Value> named(Entry& entry, std::string_view key, std::size_t count) {
    std::vector<Value> values;
    for (const std::string& word : entry.list(key, count)) {
        const auto value = requests::value_named<Value>(word, count);
        if (!value)
            entry.fail(key, "`" + std::string(key) + "` says \"" + word + "\"; choose from " +
                                requests::choices<Value>(count));
        values.push_back(*value);
    }
    return values;
}

std::vector<std::string> addresses(Entry& entry) {
    auto all = entry.list("accounts", IntakeLimits::kAccounts);
    for (const std::string& each : all)
        if (each.size() > kAddress)
            entry.fail(
                "accounts",
                "an account has more than 320 octets; write addresses, and the rest into `text`");
    return all;
}

std::optional<TimeWindow> window(Entry& entry, const std::string& file) {
    const toml::table* table = entry.table("window");
    if (table == nullptr) return std::nullopt;
    Entry part(*table, file);
    const auto from = part.moment("from");
    const auto until = part.moment("until");
    if (!from || !until)
        part.fail("from",
                  "`window` needs `from` and `until`; leave it out if the letter has no window");
    if (from->seconds > until->seconds)
        part.fail("until", "`window` ends before it begins; correct it");
    part.finish();
    return TimeWindow{from->seconds, until->seconds, from->zone};
}

void read_silence(Entry& entry, Intake& intake) {
    if (const std::string word = entry.text("silence"); !word.empty()) {
        const auto value = requests::value_named<policy::Silence>(word, policy::kSilenceCount);
        if (!value)
            entry.fail("silence", "`silence` says \"" + word + "\"; choose from " +
                                      requests::choices<policy::Silence>(policy::kSilenceCount));
        intake.silence = *value;
    }
    if (const auto until = entry.moment("silent_until")) intake.silent_until = until->seconds;
    if (intake.silent_until && intake.silence != policy::Silence::court)
        entry.fail("silent_until",
                   "only a court's silence has an end; write `silence = \"court\"` or remove it");
}

std::vector<Enclosure> enclosures(Entry& entry, const std::string& file) {
    std::vector<Enclosure> all;
    for (const toml::table* table : entry.tables("enclosure", IntakeLimits::kEnclosures)) {
        Entry part(*table, file);
        all.push_back({part.required("name"), part.required("file")});
        part.finish();
    }
    return all;
}

}  // namespace

Intake read_intake(std::string_view text, const std::string& name) {
    const toml::table table = requests::parse_toml(text, name, IntakeLimits::kFile);
    Entry entry(table, name);
    Intake intake;
    intake.instrument = entry.text("instrument");
    intake.authority_kind = entry.text("authority_kind");
    intake.statute = entry.text("section");
    intake.authority = entry.text("authority");
    intake.country = country(entry, "country");
    intake.on_behalf_of = country(entry, "on_behalf_of");
    intake.person = entry.text("person");
    intake.contact = entry.text("contact");
    intake.case_number = entry.text("case_number");
    intake.date = entry.date("date").value_or("");
    const auto received = entry.moment("received");
    if (!received)
        entry.fail(
            "received",
            "`received` is missing; write when the letter came, as 2026-03-01T09:30:00+01:00");
    intake.received = received->seconds;
    intake.accounts = addresses(entry);
    intake.bulk = entry.flag("bulk").value_or(false);
    intake.classes =
        named<policy::DisclosureClass>(entry, "data_classes", policy::kDisclosureClassCount);
    intake.window = window(entry, name);
    if (const auto deadline = entry.moment("deadline")) intake.deadline = deadline->seconds;
    read_silence(entry, intake);
    intake.verified = entry.flag("verified").value_or(false);
    intake.references = named<policy::Office>(entry, "references", policy::kOfficeCount);
    intake.enclosures = enclosures(entry, name);
    intake.text = entry.long_text("text", IntakeLimits::kText);
    entry.finish();
    return intake;
}

}  // namespace postvern::compliance
