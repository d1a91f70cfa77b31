#include "services/control/case/case_commands.hpp"

#include <Poco/JSON/Array.h>

#include <algorithm>

#include "services/control/calendar_day.hpp"
#include "services/control/case/case_summary.hpp"
#include "services/control/case/case_words.hpp"
#include "services/control/octets.hpp"
#include "services/control/unix_user.hpp"

namespace postvern::services::control {

using compliance::CaseAct;
using compliance::CaseOutcome;
using compliance::CaseSight;
using compliance::CaseStep;

namespace {

Reply take(Desk& desk, const Arguments& arguments, CaseAct act) {
    return reply_of(desk.casework().take(desk.worker(), arguments.text("case"), std::move(act)));
}

Reply take(Desk& desk, const Arguments& arguments, CaseStep step) {
    return take(desk, arguments, act_in(arguments, step));
}

// A paper, for a file of the tool's: its first part, and where there is more, how much and of what the tool asks for it.
void bring(Desk& desk, const std::string& reference, std::uint64_t number, Reply& reply) {
    const auto part = desk.casework().paper_part(desk.worker(), reference, number, 0, kPartSize);
    set_octets(reply, part.octets);
    reply.data.set("sha256", records::hexadecimal(part.of.hash));
    if (part.octets.size() == part.of.octets) return;
    reply.data.set("case", reference);
    reply.data.set("paper", number);
    reply.data.set("size", part.of.octets);
}

// The latest paper of that kind.
void add_paper(Desk& desk, const CaseOutcome& outcome, std::string_view kind, Reply& reply) {
    for (auto paper = outcome.file.papers.rbegin(); paper != outcome.file.papers.rend(); ++paper) {
        if (paper->kind != kind) continue;
        return bring(desk, outcome.file.reference, paper->number, reply);
    }
}

std::vector<std::uint32_t> users_in(const Arguments& arguments, std::string_view name) {
    std::vector<std::uint32_t> users;
    for (const std::string& each : lines_in(arguments, name)) users.push_back(user_named(each));
    return users;
}

}  // namespace

Reply new_case(Desk& desk, const Arguments& arguments) {
    const auto file = one_in(arguments, "request");
    std::string request = file ? file->octets : request_of(arguments, desk.site().settings().clock());
    compliance::Intake intake;
    try {
        intake = compliance::read_intake(request, file ? file->name : "request.toml");
    } catch (const compliance::RequestSyntaxError& fault) {
        throw Refused(Status::usage, fault.what());
    }
    std::vector<records::NewPaper> papers;
    for (NamedOctets& each : octets_in(arguments, "enclosure")) {
        papers.push_back({"enclosure", std::move(each.name), std::move(each.octets)});
    }
    const CaseOutcome outcome = desk.casework().open(desk.worker(), intake, std::move(request), std::move(papers),
                                                     users_in(arguments, "named"));
    return reply_of(outcome);
}

Reply list_cases(Desk& desk, const Arguments& arguments) {
    Reply reply;
    Poco::JSON::Array list;
    for (const CaseSight& sight : desk.casework().list(desk.worker(), arguments.has("all"))) {
        reply.text += line_of(sight);
        list.add(to_json(sight));
    }
    if (reply.text.empty()) reply.text = "No case is open that you may see.\n";
    reply.data.set("cases", list);
    return reply;
}

Reply show_case(Desk& desk, const Arguments& arguments) {
    const CaseSight sight = desk.casework().read(desk.worker(), arguments.text("case"));
    Reply reply(Status::done, described(sight));
    reply.data = to_json(sight);
    return reply;
}

Reply list_deadlines(Desk& desk, const Arguments&) {
    struct Row {
        std::int64_t ends = 0;
        std::string text;
        Poco::JSON::Object data;
    };
    std::vector<Row> rows;
    for (const CaseSight& sight : desk.casework().list(desk.worker(), true)) {
        for (const auto& clock : sight.clocks) {
            Row row;
            row.ends = clock.ends;
            row.text = to_text(clock.ends) + (clock.is_overdue ? "  OVERDUE  " : "           ") + "case " +
                       std::to_string(sight.file.number) + "  " + std::string(name(clock.clock)) + '\n';
            row.data.set("case", sight.file.number);
            row.data.set("clock", std::string(name(clock.clock)));
            row.data.set("ends", iso_moment(clock.ends));
            row.data.set("overdue", clock.is_overdue);
            rows.push_back(std::move(row));
        }
    }
    std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.ends < b.ends; });
    Reply reply;
    Poco::JSON::Array list;
    for (const Row& row : rows) {
        reply.text += row.text;
        list.add(row.data);
    }
    if (rows.empty()) reply.text = "No time limit runs.\n";
    reply.data.set("deadlines", list);
    return reply;
}

Reply show_letters(Desk& desk, const Arguments& arguments) {
    const auto number = arguments.number("paper", UINT32_MAX);
    const std::string_view reference = arguments.text("case");
    Reply reply;
    if (!number) {
        const CaseSight sight = desk.casework().read(desk.worker(), reference);
        Poco::JSON::Array list;
        for (const records::Paper& paper : sight.file.papers) {
            if (paper.kind != "letter") continue;
            reply.text += std::to_string(paper.number) + "  " + to_text(paper.at) + "  " + paper.name + '\n';
            Poco::JSON::Object object;
            object.set("paper", paper.number);
            object.set("name", paper.name);
            object.set("at", iso_moment(paper.at));
            list.add(object);
        }
        if (reply.text.empty()) reply.text = "No letter was written yet.\n";
        reply.data.set("letters", list);
        return reply;
    }
    reply.data.set("paper", *number);
    if (arguments.has("pdf")) {
        set_octets(reply, desk.casework().letter_pdf(desk.worker(), reference, *number));
    } else if (arguments.has("octets")) {
        bring(desk, std::string(reference), *number, reply);
    } else {
        reply.text = desk.casework().paper(desk.worker(), reference, *number);
        reply.data.set("text", reply.text);
    }
    return reply;
}

Reply show_part(Desk& desk, const Arguments& arguments) {
    Reply reply;
    const auto part =
        desk.casework().paper_part(desk.worker(), arguments.text("case"), arguments.number("paper", UINT32_MAX).value_or(0),
                                   arguments.number("from", INT64_MAX).value_or(0), kPartSize);
    set_octets(reply, part.octets);
    return reply;
}

Reply write_order_form(Desk& desk, const Arguments& arguments) {
    const CaseSight sight = desk.casework().read(desk.worker(), arguments.text("case"));
    Reply reply(Status::done, desk.casework().order_form(sight));
    reply.data.set("text", reply.text);
    return reply;
}

Reply write_order_text(Desk& desk, const Arguments& arguments) {
    Reply reply(Status::done, desk.casework().order_text(desk.worker(), arguments.text("case")));
    reply.data.set("text", reply.text);
    return reply;
}

Reply classify_case(Desk& desk, const Arguments& arguments) {
    if (arguments.has("confirm") || arguments.has("basis")) return take(desk, arguments, CaseStep::classify);
    const auto proposal = desk.casework().proposal(desk.worker(), arguments.text("case"));
    Reply reply(Status::done, described(proposal));
    reply.text += "Nothing was changed: --confirm takes it as proposed, --basis and --reason otherwise.\n";
    reply.data = to_json(proposal);
    return reply;
}

Reply advance_case(Desk& desk, const Arguments& arguments) {
    return take(desk, arguments, step_in(arguments.text("step")));
}

Reply attach_to_case(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::attach); }
Reply enter_order(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::enter_order); }
Reply validate_order(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::validate); }
Reply approve_case(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::approve); }
Reply attest_case(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::attest); }
Reply revoke_request(Desk& desk, const Arguments& arguments) {
    return take(desk, arguments, CaseStep::revoke_request);
}
Reply object_to_case(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::object); }

// The court and counsel are told in writing of objection and answer: whoever answers states that they were.
Reply answer_objection(Desk& desk, const Arguments& arguments) {
    CaseAct act = act_in(arguments, CaseStep::answer_objection);
    if (arguments.has("told-court")) act.evidence.push_back(compliance::Evidence::court_told);
    if (arguments.has("told-counsel")) act.evidence.push_back(compliance::Evidence::counsel_told);
    return take(desk, arguments, std::move(act));
}

Reply appoint_substitute(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::appoint); }

Reply request_extraction(Desk& desk, const Arguments& arguments) {
    const auto days = arguments.number("days", compliance::kRequestDays).value_or(7);
    const CaseOutcome outcome =
        desk.casework().request(desk.worker(), arguments.text("case"), static_cast<int>(days));
    Reply reply = reply_of(outcome);
    if (outcome.taken) add_paper(desk, outcome, "request", reply);
    const auto hash = outcome.file.fields.find("request-hash");
    if (outcome.taken && hash != outcome.file.fields.end()) {
        reply.text += "Its SHA-256, which the officers compare: " + hash->second + '\n';
        reply.data.set("request_sha256", hash->second);
    }
    return reply;
}

Reply extract_case(Desk& desk, const Arguments& arguments) {
    std::vector<std::string> partials;
    for (NamedOctets& each : octets_in(arguments, "partials")) partials.push_back(std::move(each.octets));
    const auto certificate = one_in(arguments, "certificate");
    const CaseOutcome outcome = desk.casework().extract(desk.worker(), arguments.text("case"), partials,
                                                        certificate ? certificate->octets : std::string());
    Reply reply = reply_of(outcome);
    if (outcome.taken) add_paper(desk, outcome, "bag", reply);
    return reply;
}

Reply deliver_case(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::deliver); }

// Straffeprosessloven § 208(2)-(3): in writing, to whoever has it.
Reply recall_case(Desk& desk, const Arguments& arguments) {
    CaseAct act = act_in(arguments, CaseStep::quash);
    if (!arguments.has("court") || !arguments.has("number") || !arguments.has("date")) {
        throw Refused(Status::usage, "a recall says by whom and when the order was quashed: --court NAME --number N --date DAY");
    }
    act.quashing = compliance::Quashing{std::string(arguments.text("court")), std::string(arguments.text("number")),
                                        beginning_of_day("date", arguments.text("date"))};
    return take(desk, arguments, std::move(act));
}

Reply write_letter(Desk& desk, const Arguments& arguments) {
    constexpr std::string_view kWritten[] = {"complaint_answer", "owner_answer", "nothing_held", "hand_over_receipt"};
    CaseAct act = act_in(arguments, CaseStep::attach);
    act.letter = arguments.text("letter");
    if (std::find(std::begin(kWritten), std::end(kWritten), act.letter) == std::end(kWritten)) {
        throw Refused(Status::usage, "letter: \"" + act.letter +
                                         "\" is none of: complaint_answer, owner_answer, nothing_held, hand_over_receipt");
    }
    if (const auto day = arguments.find("received")) act.came = beginning_of_day("received", *day);
    act.owner = arguments.find("owner").value_or("");
    return take(desk, arguments, std::move(act));
}

// ISP-47: the managing director publishes. An interim report is not published: it shows whoever may read cases what they add up to.
Reply report_cases(Desk& desk, const Arguments& arguments) {
    compliance::ReportSettings settings;
    settings.interim = arguments.has("interim");
    if (!settings.interim) {
        desk.ask(policy::Action::publish, policy::Resource::numbered(policy::ResourceType::report, 0),
                 policy::Purpose::statistics);
    }
    settings.publisher = desk.casework().house_name();
    settings.site = desk.site().ledger().origin();
    settings.made = day_of(desk.site().settings().clock());
    const int year = std::stoi(settings.made.substr(0, 4));
    settings.from = arguments.find("from").value_or(std::to_string(settings.interim ? year : year - 1));
    settings.until = arguments.find("until").value_or(settings.from);
    settings.previous = arguments.find("previous").value_or("");
    const auto report = desk.casework().report(desk.worker(), settings);
    Reply reply(Status::done, arguments.has("html")  ? compliance::to_html(report)
                              : arguments.has("csv") ? compliance::to_csv(report)
                                                     : compliance::to_json(report));
    reply.data.set("cases", report.cases);
    reply.data.set("report", reply.text);
    return reply;
}

Reply notify_owner(Desk& desk, const Arguments& arguments) {
    const CaseSight sight = desk.casework().read(desk.worker(), arguments.text("case"));
    const bool before = compliance::transition(sight.view.state, CaseStep::notify_before) != nullptr;
    return take(desk, arguments, before ? CaseStep::notify_before : CaseStep::notify);
}

Reply close_case(Desk& desk, const Arguments& arguments) { return take(desk, arguments, CaseStep::close); }

}  // namespace postvern::services::control
