#include "compliance/casework/view.hpp"

#include <algorithm>
#include <charconv>

namespace postvern::compliance::casework {

namespace {

using Fields = std::map<std::string, std::string>;
using records::StorageError;

[[noreturn]] void damaged(const std::string& field) {
    throw StorageError("content.db: the field " + field + " of a case cannot be read");
}

std::string text_of(std::int64_t number) { return std::to_string(number); }
std::string text_of(std::uint32_t number) { return std::to_string(number); }

template <typename Number>
Number number_in(const std::string& field, std::string_view text) {
    Number number{};
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) damaged(field);
    return number;
}

const std::string* find(const Fields& fields, const std::string& name) {
    const auto found = fields.find(name);
    return found == fields.end() || found->second.empty() ? nullptr : &found->second;
}

template <typename Number>
std::optional<Number> optional_number(const Fields& fields, const std::string& name) {
    const std::string* const text = find(fields, name);
    if (text == nullptr) return {};
    return number_in<Number>(name, *text);
}

template <typename Number>
std::string optional_text(const std::optional<Number>& number) {
    return number ? text_of(*number) : std::string();
}

bool flag(const Fields& fields, const std::string& name) { return find(fields, name) != nullptr; }
std::string flag_text(bool set) { return set ? "yes" : ""; }

template <typename Word>
Word word_in(const std::string& field, const std::optional<Word>& word) {
    if (!word) damaged(field);
    return *word;
}

std::optional<CaseState> state_in(const Fields& fields, const std::string& name) {
    const std::string* const text = find(fields, name);
    if (text == nullptr) return {};
    return word_in(name, case_state_named(*text));
}

std::string state_text(const std::optional<CaseState>& state) {
    return state ? std::string(name(*state)) : std::string();
}

std::optional<Span> span_in(const Fields& fields, const std::string& name) {
    const auto from = optional_number<std::int64_t>(fields, name + "-from");
    const auto until = optional_number<std::int64_t>(fields, name + "-until");
    if (!from || !until) return {};
    return Span{*from, *until};
}

void write_span(Fields& fields, const std::string& name, const std::optional<Span>& span) {
    fields[name + "-from"] = span ? text_of(span->from) : "";
    fields[name + "-until"] = span ? text_of(span->until) : "";
}

EvidenceSet evidence_in(const Fields& fields) {
    EvidenceSet set;
    if (const std::string* const text = find(fields, "evidence")) {
        for (const std::string& each : lines_of(*text)) set.add(word_in("evidence", evidence_named(each)));
    }
    return set;
}

std::string evidence_text(const EvidenceSet& set) {
    std::vector<std::string> names;
    for (std::size_t index = 0; index < kEvidenceCount; ++index) {
        const auto each = static_cast<Evidence>(index);
        if (set.has(each)) names.emplace_back(name(each));
    }
    return joined(names);
}

// clock alarm moment
std::vector<Rung> rung_in(const Fields& fields) {
    std::vector<Rung> rung;
    const std::string* const text = find(fields, "rung");
    if (text == nullptr) return rung;
    for (const std::string& line : lines_of(*text)) {
        const std::size_t first = line.find(' ');
        const std::size_t second = line.find(' ', first + 1);
        if (first == std::string::npos || second == std::string::npos) damaged("rung");
        rung.push_back({word_in("rung", clock_named(line.substr(0, first))),
                        word_in("rung", alarm_named(line.substr(first + 1, second - first - 1))),
                        number_in<std::int64_t>("rung", std::string_view(line).substr(second + 1))});
    }
    return rung;
}

std::string rung_text(const std::vector<Rung>& rung) {
    std::vector<std::string> lines;
    for (const Rung& each : rung) {
        lines.push_back(std::string(name(each.clock)) + ' ' + std::string(name(each.alarm)) + ' ' + text_of(each.at));
    }
    return joined(lines);
}

// account class [from until]
std::vector<OrderExtent> extents_in(const Fields& fields) {
    std::vector<OrderExtent> extents;
    const std::string* const text = find(fields, "extents");
    if (text == nullptr) return extents;
    for (const std::string& line : lines_of(*text)) {
        std::vector<std::string> words(1);
        for (const char letter : line) {
            if (letter == ' ') {
                words.emplace_back();
            } else {
                words.back() += letter;
            }
        }
        if (words.size() != 2 && words.size() != 4) damaged("extents");
        OrderExtent extent;
        extent.account = words[0];
        std::optional<policy::DisclosureClass> data_class;
        for (std::size_t index = 0; index < policy::kDisclosureClassCount; ++index) {
            const auto each = static_cast<policy::DisclosureClass>(index);
            if (policy::name(each) == words[1]) data_class = each;
        }
        extent.data_class = word_in("extents", data_class);
        if (words.size() == 4) {
            extent.window = Span{number_in<std::int64_t>("extents", words[2]),
                                 number_in<std::int64_t>("extents", words[3])};
        }
        extents.push_back(std::move(extent));
    }
    return extents;
}

std::string extents_text(const std::vector<OrderExtent>& extents) {
    std::vector<std::string> lines;
    for (const OrderExtent& each : extents) {
        std::string line = each.account + ' ' + std::string(policy::name(each.data_class));
        if (each.window) line += ' ' + text_of(each.window->from) + ' ' + text_of(each.window->until);
        lines.push_back(std::move(line));
    }
    return joined(lines);
}

// verified or not, certificate, subject, why not: a line each, empty ones kept by their prefix
std::optional<OrderSignatureFinding> order_signature_in(const Fields& fields) {
    const std::string* const text = find(fields, "order-signature");
    if (text == nullptr) return {};
    const auto lines = lines_of(*text);
    if (lines.size() != 4) damaged("order-signature");
    OrderSignatureFinding finding;
    finding.verified = lines[0] == "verified";
    for (std::size_t at = 0; at < finding.certificate.size(); ++at) {
        const std::string pair = 2 * at + 2 <= lines[1].size() ? lines[1].substr(2 * at, 2) : "";
        const auto [end, failure] = std::from_chars(pair.data(), pair.data() + pair.size(), finding.certificate[at], 16);
        if (failure != std::errc() || end != pair.data() + 2) damaged("order-signature");
    }
    finding.subject = lines[2].substr(std::min<std::size_t>(1, lines[2].size()));
    finding.why_not = lines[3].substr(std::min<std::size_t>(1, lines[3].size()));
    return finding;
}

std::string order_signature_text(const std::optional<OrderSignatureFinding>& finding) {
    if (!finding) return {};
    return joined({finding->verified ? "verified" : "refused", records::hexadecimal(finding->certificate),
                   '=' + finding->subject, '=' + finding->why_not});
}

CaseActor seat_of(records::Approver office) {
    return office == records::Approver::managing_director ? CaseActor::managing_director : CaseActor::second_officer;
}

void take_from_record(CaseView& view, const records::CaseRecord& record) {
    view.basis = record.basis;
    view.route = record.route;
    view.references = record.references;
    for (const records::Substitute& each : record.substitutes) {
        view.deputies.push_back({seat_of(each.office), each.user, each.until});
    }
    view.validators = record.validators;
    view.director = record.director;
    view.second_officer = record.second_officer;
    view.silence = record.silence;
    view.silent_until = record.silent_until;
}

}  // namespace

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::string line;
    for (const char letter : text) {
        if (letter == '\n') {
            lines.push_back(std::move(line));
            line.clear();
        } else {
            line += letter;
        }
    }
    if (!line.empty()) lines.push_back(std::move(line));
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

constexpr const char* kNoAccounts = "-";  // of an order that names none that is here: another thing than a field that is not there

std::string to_text(const std::vector<NamedAccount>& accounts) {
    if (accounts.empty()) return kNoAccounts;
    std::vector<std::string> lines;
    for (const NamedAccount& each : accounts) {
        lines.push_back(each.address + ' ' + std::to_string(static_cast<std::uint64_t>(each.account)));
    }
    return joined(lines);
}

std::optional<std::vector<NamedAccount>> ordered_accounts(const records::CaseFile& file) {
    const std::string* const text = find(file.fields, "order-accounts");
    if (text == nullptr) return {};
    std::vector<NamedAccount> accounts;
    if (*text == kNoAccounts) return accounts;
    for (const std::string& line : lines_of(*text)) {
        const std::size_t blank = line.find(' ');
        if (blank == std::string::npos) damaged("order-accounts");
        accounts.push_back({line.substr(0, blank), policy::AccountId{number_in<std::uint64_t>(
                                                       "order-accounts", std::string_view(line).substr(blank + 1))}});
    }
    return accounts;
}

Intake intake_of(const records::CaseFile& file, const CaseView& view) {
    const std::string* const request = find(file.fields, "request");
    if (request == nullptr) damaged("request");
    Intake intake = read_intake(*request);
    intake.verified = intake.verified || view.evidence.has(Evidence::verified_sender);
    if (!view.references.empty()) intake.references = view.references;
    return intake;
}

CaseReference reference_in(const std::string& text) {
    CaseReference reference{};
    for (std::size_t at = 0; at < reference.size(); ++at) {
        const std::string pair = 2 * at + 2 <= text.size() ? text.substr(2 * at, 2) : "";
        const auto [end, failure] = std::from_chars(pair.data(), pair.data() + pair.size(), reference[at], 16);
        if (failure != std::errc() || end != pair.data() + 2) damaged("reference");
    }
    return reference;
}

CaseView view_of(const records::CaseFile& file, std::vector<std::uint32_t> recused) {
    const Fields& fields = file.fields;
    CaseView view;
    view.state = word_in("state", case_state_named(file.state));
    view.reference = reference_in(file.reference);
    view.received_at = optional_number<std::int64_t>(fields, "received").value_or(0);
    view.returns_to = state_in(fields, "returns-to");
    view.notice = state_in(fields, "notice");
    view.evidence = evidence_in(fields);
    take_from_record(view, file.record);
    view.recused = std::move(recused);
    view.deviates = flag(fields, "deviates");
    view.foreign = flag(fields, "foreign");
    view.chapter_17 = flag(fields, "chapter-17");
    view.four_months = flag(fields, "four-months");
    view.deadline = optional_number<std::int64_t>(fields, "deadline");
    if (const std::string* const accounts = find(fields, "accounts")) view.accounts = lines_of(*accounts);
    if (const std::string* const order = find(fields, "order")) view.order = parse_court_order(*order);
    view.order_signature = order_signature_in(fields);
    view.extents = extents_in(fields);
    view.attested = optional_number<std::uint32_t>(fields, "attested");
    view.objected = optional_number<std::uint32_t>(fields, "objected");
    view.objected_at = optional_number<std::int64_t>(fields, "objected-at");
    view.silent_from = optional_number<std::int64_t>(fields, "silent-from");
    view.told_at = optional_number<std::int64_t>(fields, "told-at");
    view.waived = flag(fields, "waived");
    view.held_at = optional_number<std::int64_t>(fields, "held-at");
    view.held_until = optional_number<std::int64_t>(fields, "held-until");
    view.preserved = span_in(fields, "preserved");
    view.requested = span_in(fields, "requested");
    view.delivered = flag(fields, "delivered");
    view.delivered_at = optional_number<std::int64_t>(fields, "delivered-at");
    view.found_nothing = flag(fields, "found-nothing");
    if (const std::string* const letter = find(fields, "rejection-letter")) view.rejection_letter = *letter;
    view.rung = rung_in(fields);
    return view;
}

std::map<std::string, std::string> fields_of(const CaseView& view) {
    Fields fields;
    fields["received"] = text_of(view.received_at);
    fields["returns-to"] = state_text(view.returns_to);
    fields["notice"] = state_text(view.notice);
    fields["evidence"] = evidence_text(view.evidence);
    fields["deviates"] = flag_text(view.deviates);
    fields["foreign"] = flag_text(view.foreign);
    fields["chapter-17"] = flag_text(view.chapter_17);
    fields["four-months"] = flag_text(view.four_months);
    fields["deadline"] = optional_text(view.deadline);
    fields["accounts"] = joined(view.accounts);
    fields["order"] = view.order ? to_text(*view.order) : "";
    fields["order-signature"] = order_signature_text(view.order_signature);
    fields["extents"] = extents_text(view.extents);
    fields["attested"] = optional_text(view.attested);
    fields["objected"] = optional_text(view.objected);
    fields["objected-at"] = optional_text(view.objected_at);
    fields["silent-from"] = optional_text(view.silent_from);
    fields["told-at"] = optional_text(view.told_at);
    fields["waived"] = flag_text(view.waived);
    fields["held-at"] = optional_text(view.held_at);
    fields["held-until"] = optional_text(view.held_until);
    write_span(fields, "preserved", view.preserved);
    write_span(fields, "requested", view.requested);
    fields["delivered"] = flag_text(view.delivered);
    fields["delivered-at"] = optional_text(view.delivered_at);
    fields["found-nothing"] = flag_text(view.found_nothing);
    fields["rejection-letter"] = view.rejection_letter;
    fields["rung"] = rung_text(view.rung);
    return fields;
}

}  // namespace postvern::compliance::casework
