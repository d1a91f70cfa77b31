#include "services/control/case/case_words.hpp"

#include <algorithm>
#include <charconv>

#include "services/control/calendar_day.hpp"
#include "services/control/octets.hpp"
#include "services/control/reply.hpp"
#include "services/control/unix_user.hpp"

namespace postvern::services::control {

using compliance::CaseAct;
using compliance::CaseActor;
using compliance::CaseStep;
using compliance::Evidence;

namespace {

// One of the words of an enumeration.
template <typename Word>
Word word_in(std::string_view option, std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t index = 0; index < count; ++index) {
        const auto word = static_cast<Word>(index);
        if (name(word) == text) return word;
        all += (all.empty() ? "" : ", ") + std::string(name(word));
    }
    throw Refused(Status::usage, std::string(option) + ": \"" + std::string(text) + "\" is none of: " + all);
}

template <typename Word>
std::optional<Word> optional_word(const Arguments& arguments, std::string_view option, std::size_t count) {
    const auto text = arguments.find(option);
    if (!text) return {};
    return word_in<Word>(option, *text, count);
}

// KIND=FILE stands in the name of the file: `--paper ruling=order.pdf` comes as the file, named so by the tool.
void add_papers(const Arguments& arguments, CaseAct& act) {
    struct Kind {
        const char* option;
        const char* paper;
    };
    constexpr Kind kKinds[] = {
        {"enclosure", "enclosure"},         {"document", "order"},
        {"order-signature", "order-signature"},
        {"binding-paper", "binding-paper"}, {"decision", "director-decision"},
        {"counsel", "counsel-opinion"},     {"secrecy", "secrecy-paper"},
        {"silence-paper", "silence-paper"}, {"waiver", "waiver"},
        {"receipt", "receipt"},             {"contest", "contest-paper"},
        {"ruling", "ruling"},               {"withdrawal", "withdrawal"},
        {"release", "release-paper"},
    };
    for (const Kind& kind : kKinds) {
        for (NamedOctets& file : octets_in(arguments, kind.option)) {
            act.papers.push_back({kind.paper, std::move(file.name), std::move(file.octets)});
        }
    }
}

std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') out += '\\';
        if (static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7f) out += letter;
    }
    return out + '"';
}

std::string list_of(std::string_view text) {
    std::string out;
    std::string word;
    const auto add = [&] {
        if (!word.empty()) out += (out.empty() ? "" : ", ") + in_quotes(word);
        word.clear();
    };
    for (const char letter : text) {
        if (letter == ' ' || letter == ',' || letter == '\n') {
            add();
        } else {
            word += letter;
        }
    }
    add();
    return '[' + out + ']';
}

}  // namespace

CaseStep step_in(std::string_view text) { return word_in<CaseStep>("step", text, compliance::kCaseStepCount); }

std::vector<std::string> lines_in(const Arguments& arguments, std::string_view name) {
    std::vector<std::string> lines;
    std::string_view rest = arguments.find(name).value_or("");
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        lines.emplace_back(line);
        rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
    }
    return lines;
}

std::int64_t moment_in(std::string_view option, std::string_view text) {
    if (text.size() == 10) return end_of_day(option, text);
    const auto fail = [&] {
        throw Refused(Status::usage, std::string(option) + ": write a day as 2026-03-01 or a moment as 2026-03-01T09:30:00Z");
    };
    if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') fail();
    const auto part = [&](std::size_t at, int most) {
        int value = 0;
        const auto [end, failure] = std::from_chars(text.data() + at, text.data() + at + 2, value);
        if (failure != std::errc() || end != text.data() + at + 2 || value > most) fail();
        return value;
    };
    return beginning_of_day(option, text.substr(0, 10)) + part(11, 23) * 3600 + part(14, 59) * 60 + part(17, 59);
}

namespace {

compliance::NarrowerScope scope_in(const Arguments& arguments) {
    compliance::NarrowerScope scope;
    scope.accounts = lines_in(arguments, "account");
    for (const std::string& each : lines_in(arguments, "class")) {
        scope.classes.push_back(word_in<policy::DisclosureClass>("class", each, policy::kDisclosureClassCount));
    }
    if (const auto from = arguments.find("window-from")) {
        scope.window_from = from->size() == 10 ? beginning_of_day("window-from", *from) : moment_in("window-from", *from);
    }
    if (const auto until = arguments.find("window-until")) {
        scope.window_until = moment_in("window-until", *until) + (until->size() == 10 ? 1 : 0);  // exclusive
    }
    return scope;
}

}  // namespace

CaseAct act_in(const Arguments& arguments, CaseStep step) {
    CaseAct act;
    act.step = step;
    act.office = optional_word<CaseActor>(arguments, "office", compliance::kCaseActorCount);
    for (const std::string& each : lines_in(arguments, "evidence")) {
        act.evidence.push_back(word_in<Evidence>("evidence", each, compliance::kEvidenceCount));
    }
    act.reason = arguments.find("reason").value_or("");
    add_papers(arguments, act);
    if (step == CaseStep::appoint) {
        for (NamedOctets& each : octets_in(arguments, "signature")) act.appointments.push_back(std::move(each.octets));
    } else if (const auto signature = one_in(arguments, "signature")) {
        act.signature = signature->octets;
    }
    act.basis = optional_word<policy::Basis>(arguments, "basis", policy::kBasisCount);
    act.route = optional_word<policy::Route>(arguments, "route", policy::kRouteCount);
    for (const std::string& each : lines_in(arguments, "reference")) {
        act.references.push_back(word_in<policy::Office>("reference", each, policy::kOfficeCount));
    }
    if (const auto fields = one_in(arguments, "fields")) {
        try {
            act.order = compliance::parse_court_order(fields->octets);
        } catch (const compliance::CourtOrderSyntaxError& fault) {
            throw Refused(Status::usage, fields->name + ':' + std::to_string(fault.line) + ": " + fault.what());
        }
    }
    if (step == CaseStep::scope) act.narrower = scope_in(arguments);
    if (const auto until = arguments.find("until")) act.until = moment_in("until", *until);
    act.silence = optional_word<policy::Silence>(arguments, "silence", policy::kSilenceCount).value_or(policy::Silence::none);
    if (const auto day = arguments.find("answer-by")) act.answer_by = beginning_of_day("answer-by", *day);
    if (const auto person = arguments.find("person")) act.person = user_named(*person);
    act.seat = optional_word<CaseActor>(arguments, "seat", compliance::kCaseActorCount).value_or(CaseActor::managing_director);
    if (arguments.has("norwegian")) act.language = compliance::Language::norwegian;
    return act;
}

std::string request_of(const Arguments& arguments, std::int64_t now) {
    std::string text;
    const auto add = [&](const std::string& key, std::string_view option) {
        if (const auto value = arguments.find(option)) text += key + " = " + in_quotes(*value) + '\n';
    };
    add("instrument", "instrument");
    add("authority_kind", "authority-kind");
    add("section", "section");
    add("authority", "authority");
    add("country", "country");
    add("person", "person-signing");
    add("contact", "contact");
    add("case_number", "case-number");
    if (const auto date = arguments.find("date")) text += "date = " + std::string(*date) + '\n';
    text += "received = " + iso_moment(now) + '\n';
    if (const auto accounts = arguments.find("accounts")) text += "accounts = " + list_of(*accounts) + '\n';
    if (const auto classes = arguments.find("classes")) text += "data_classes = " + list_of(*classes) + '\n';
    if (const auto deadline = arguments.find("deadline")) {
        text += "deadline = " + iso_moment(moment_in("deadline", *deadline)) + '\n';
    }
    add("text", "summary");
    const auto from = arguments.find("window-from");
    const auto until = arguments.find("window-until");
    if (from && until) {
        text += "[window]\nfrom = " + iso_moment(beginning_of_day("window-from", *from)) +
                "\nuntil = " + iso_moment(end_of_day("window-until", *until)) + '\n';
    }
    return text;
}

}  // namespace postvern::services::control
