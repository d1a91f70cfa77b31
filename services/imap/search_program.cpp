#include "services/imap/search_program.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "records/message_search.hpp"
#include "records/message_section.hpp"

namespace postvern::services::imap {

namespace {

namespace search = grammar::search;
using Test = std::function<Verdict(const Evidence&)>;

constexpr std::int64_t kDaySeconds = 86'400;

Verdict verdict(bool holds) { return holds ? Verdict::yes : Verdict::no; }

Verdict opposite(Verdict given) {
    switch (given) {
        case Verdict::yes:
            return Verdict::no;
        case Verdict::no:
            return Verdict::yes;
        case Verdict::unknown:
            break;
    }
    return Verdict::unknown;
}

std::int64_t day_number(std::chrono::year_month_day day) {
    return std::chrono::sys_days(day).time_since_epoch().count();
}

bool holds(search::DateRelation relation, std::int64_t day, std::int64_t wanted) {
    switch (relation) {
        case search::DateRelation::before:
            return day < wanted;
        case search::DateRelation::on:
            return day == wanted;
        case search::DateRelation::since:
            return day >= wanted;
    }
    return false;
}

// The day in the zone in which the date was stored; the UTC day of the state is at most one off, which
// mostly decides.
Verdict test_internal_date(const Evidence& evidence, search::DateRelation relation,
                           std::int64_t wanted) {
    const auto utc = static_cast<std::int64_t>(evidence.state.day);
    const bool earlier = holds(relation, utc - 1, wanted);
    if (earlier == holds(relation, utc, wanted) && earlier == holds(relation, utc + 1, wanted)) {
        return verdict(earlier);
    }
    if (evidence.summary == nullptr) return Verdict::unknown;
    const auto date = evidence.summary->internal_date();
    const auto local = date.seconds + date.zone_minutes * std::int64_t{60};
    const auto day = local / kDaySeconds - (local % kDaySeconds < 0 ? 1 : 0);
    return verdict(holds(relation, day, wanted));
}

Verdict test_sent_date(const Evidence& evidence, search::DateRelation relation, std::int64_t wanted) {
    if (evidence.summary == nullptr) return Verdict::unknown;
    const auto value = evidence.summary->envelope().date;
    const auto sent = value ? records::parse_sent_date(*value) : std::nullopt;
    return verdict(sent && holds(relation, day_number(sent->day), wanted));
}

Verdict test_header(const Evidence& evidence, const std::string& name, const records::Needle& needle) {
    if (evidence.summary == nullptr) return Verdict::unknown;
    if (const auto fields = evidence.summary->header_fields({name})) {
        return verdict(records::header_contains(*fields, name, needle));
    }
    if (evidence.content == nullptr) return Verdict::unknown;
    const auto header = evidence.summary->structure().header;
    return verdict(records::header_contains(records::cut(*evidence.content, header), name, needle));
}

Verdict test_text(const Evidence& evidence, const records::Needle& needle, records::SearchScope scope) {
    if (evidence.content == nullptr) return Verdict::unknown;
    const auto root = evidence.summary->structure();
    return verdict(records::text_contains(*evidence.content, root, needle, scope));
}

Verdict all_of(const std::vector<Test>& tests, const Evidence& evidence) {
    auto all = Verdict::yes;
    for (const auto& test : tests) {
        const auto one = test(evidence);
        if (one == Verdict::no) return one;
        if (one == Verdict::unknown) all = one;
    }
    return all;
}

Verdict any_of(const std::vector<Test>& tests, const Evidence& evidence) {
    auto any = Verdict::no;
    for (const auto& test : tests) {
        const auto one = test(evidence);
        if (one == Verdict::yes) return one;
        if (one == Verdict::unknown) any = one;
    }
    return any;
}

const char* field_name(search::EnvelopeField field) {
    switch (field) {
        case search::EnvelopeField::bcc:
            return "Bcc";
        case search::EnvelopeField::cc:
            return "Cc";
        case search::EnvelopeField::from:
            return "From";
        case search::EnvelopeField::subject:
            return "Subject";
        case search::EnvelopeField::to:
            return "To";
    }
    return "";
}

Test header_test(std::string name, const std::string& text) {
    // shared: a std::function must be copyable, and a needle need not be prepared twice
    auto needle = std::make_shared<const records::Needle>(text);
    return [name = std::move(name), needle](const Evidence& evidence) {
        return test_header(evidence, name, *needle);
    };
}

Test text_test(const std::string& text, records::SearchScope scope) {
    auto needle = std::make_shared<const records::Needle>(text);
    return [needle, scope](const Evidence& evidence) { return test_text(evidence, *needle, scope); };
}

// Turns keys into tests, one overload for each kind of key.
struct Compiler {
    const OpenMailbox& mailbox;
    const Keywords& keywords;

    Test compile(const search::Key& key) const { return std::visit(*this, key.value); }

    Test operator()(const search::All&) const {
        return [](const Evidence&) { return Verdict::yes; };
    }
    // No message is \Recent here (RFC 9051 2.3.2): RECENT and NEW find none, OLD all.
    Test operator()(const search::HasFlag& key) const {
        const auto bit = system_bit(key.flag);
        return [bit, wanted = key.set](const Evidence& evidence) {
            return verdict(((evidence.state.flags.system & bit) != 0) == wanted);
        };
    }
    Test operator()(const search::HasKeyword& key) const {
        const auto bit = keyword_bit(keywords, key.keyword).value_or(0);
        return [bit, wanted = key.set](const Evidence& evidence) {
            return verdict(((evidence.state.flags.keywords & bit) != 0) == wanted);
        };
    }
    Test operator()(const search::EnvelopeContains& key) const {
        return header_test(field_name(key.field), key.text);
    }
    Test operator()(const search::HeaderContains& key) const { return header_test(key.name, key.text); }
    Test operator()(const search::BodyContains& key) const {
        return text_test(key.text, records::SearchScope::body);
    }
    Test operator()(const search::TextContains& key) const {
        return text_test(key.text, records::SearchScope::message);
    }
    Test operator()(const search::DateIs& key) const {
        const auto wanted = day_number(key.day);
        const auto relation = key.relation;
        if (key.field == search::DateField::internal) {
            return [=](const Evidence& evidence) { return test_internal_date(evidence, relation, wanted); };
        }
        return [=](const Evidence& evidence) { return test_sent_date(evidence, relation, wanted); };
    }
    Test operator()(const search::SizeIs& key) const {
        return [key](const Evidence& evidence) {
            const auto size = evidence.state.size;
            return verdict(key.relation == search::SizeRelation::larger ? size > key.octets
                                                                        : size < key.octets);
        };
    }
    Test operator()(const search::SequenceIn& key) const {
        return uid_test(mailbox.resolve(key.set, grammar::Numbering::sequence));
    }
    Test operator()(const search::UidIn& key) const {
        return uid_test(mailbox.resolve(key.set, grammar::Numbering::uid));
    }
    Test operator()(const search::Combination& key) const {
        std::vector<Test> tests;
        for (const auto& each : key.keys) tests.push_back(compile(each));
        switch (key.quantifier) {
            case search::Quantifier::all_of:
                return [tests](const Evidence& evidence) { return all_of(tests, evidence); };
            case search::Quantifier::any_of:
                return [tests](const Evidence& evidence) { return any_of(tests, evidence); };
            case search::Quantifier::none_of:
                break;
        }
        return [tests](const Evidence& evidence) { return opposite(any_of(tests, evidence)); };
    }

    static Test uid_test(policy::UidSet uids) {
        return [uids = std::move(uids)](const Evidence& evidence) {
            return verdict(uids.contains(records::number(evidence.state.uid)));
        };
    }
};

}  // namespace

SearchProgram::SearchProgram(const search::Key& key, const OpenMailbox& mailbox,
                             const Keywords& keywords)
    : test_(Compiler{mailbox, keywords}.compile(key)) {}

bool SearchProgram::names_unknown_keyword(const search::Key& key, const Keywords& keywords) {
    if (const auto* keyword = std::get_if<search::HasKeyword>(&key.value)) {
        return !keyword_bit(keywords, keyword->keyword);
    }
    const auto* combination = std::get_if<search::Combination>(&key.value);
    return combination != nullptr &&
           std::any_of(combination->keys.begin(), combination->keys.end(),
                       [&](const search::Key& each) { return names_unknown_keyword(each, keywords); });
}

}  // namespace postvern::services::imap
