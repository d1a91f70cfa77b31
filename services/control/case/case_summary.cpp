#include "services/control/case/case_summary.hpp"

#include <Poco/JSON/Array.h>

#include "services/control/calendar_day.hpp"

namespace postvern::services::control {

using compliance::CaseOutcome;
using compliance::CaseSight;
using compliance::Evidence;
using compliance::Proposal;

namespace {

std::string who(const std::optional<std::uint32_t>& user) { return user ? "user " + std::to_string(*user) : "the house"; }

std::string clocks_text(const CaseSight& sight) {
    std::string text;
    for (const auto& clock : sight.clocks) {
        text += "  " + std::string(name(clock.clock)) + " until " + to_text(clock.ends) +
                (clock.is_overdue ? "  OVERDUE" : "") + '\n';
    }
    return text;
}

std::string step_text(const records::StepTaken& step) {
    std::string text = "  " + to_text(step.at) + "  " + step.step + (step.taken ? "" : " REFUSED") + "  by " + who(step.by) +
                       " as " + step.office;
    if (step.from != step.into) text += "  -> " + step.into;
    if (!step.reason.empty()) text += "\n      reason: " + step.reason;
    if (!step.outcome.empty()) text += "\n      " + step.outcome;
    for (const std::uint64_t paper : step.papers) text += "\n      paper " + std::to_string(paper);
    return text + '\n';
}

Poco::JSON::Object to_json(const records::StepTaken& step) {
    Poco::JSON::Object object;
    object.set("step", step.step);
    object.set("office", step.office);
    object.set("taken", step.taken);
    object.set("from", step.from);
    object.set("into", step.into);
    object.set("at", iso_moment(step.at));
    if (step.by) object.set("by", *step.by);
    if (!step.reason.empty()) object.set("reason", step.reason);
    if (!step.outcome.empty()) object.set("outcome", step.outcome);
    Poco::JSON::Array evidence;
    for (const std::string& each : step.evidence) evidence.add(each);
    object.set("evidence", evidence);
    Poco::JSON::Array papers;
    for (const std::uint64_t each : step.papers) papers.add(each);
    object.set("papers", papers);
    return object;
}

Poco::JSON::Object to_json(const records::Paper& paper) {
    Poco::JSON::Object object;
    object.set("number", paper.number);
    object.set("kind", paper.kind);
    object.set("name", paper.name);
    object.set("sha256", records::hexadecimal(paper.hash));
    object.set("octets", paper.octets);
    object.set("at", iso_moment(paper.at));
    if (paper.by) object.set("by", *paper.by);
    return object;
}

Poco::JSON::Array clocks_json(const CaseSight& sight) {
    Poco::JSON::Array clocks;
    for (const auto& clock : sight.clocks) {
        Poco::JSON::Object object;
        object.set("clock", std::string(name(clock.clock)));
        object.set("ends", iso_moment(clock.ends));
        object.set("overdue", clock.is_overdue);
        clocks.add(object);
    }
    return clocks;
}

}  // namespace

std::string line_of(const CaseSight& sight) {
    std::string text = std::to_string(sight.file.number) + "  " + sight.file.reference + "  " + sight.file.state;
    if (!sight.clocks.empty()) {
        const auto& next = sight.clocks.front();
        text += "  " + std::string(name(next.clock)) + " until " + to_text(next.ends) + (next.is_overdue ? "  OVERDUE" : "");
    }
    return text + '\n';
}

std::string described(const CaseSight& sight) {
    std::string text = "Case " + std::to_string(sight.file.number) + ", reference " + sight.file.reference + ": " +
                       sight.file.state + '\n';
    if (sight.view.basis) text += "Basis: " + std::string(policy::name(*sight.view.basis)) + '\n';
    if (sight.view.route) text += "Route: " + std::string(policy::name(*sight.view.route)) + '\n';
    text += "Silence: " + std::string(policy::name(sight.view.silence)) + '\n';
    if (const auto& signature = sight.view.order_signature) {
        text += "Signature of the order: " + (signature->verified ? "verified" : "NOT VERIFIED: " + signature->why_not);
        if (!signature->subject.empty()) {
            text += "; " + signature->subject + ", certificate " + records::hexadecimal(signature->certificate);
        }
        text += '\n';
    }
    for (const compliance::OrderExtent& each : sight.view.extents) {
        text += "Scope: " + each.account + ' ' + std::string(policy::name(each.data_class));
        if (each.window) text += ", " + iso_moment(each.window->from) + " until " + iso_moment(each.window->until);
        text += '\n';
    }
    const std::string clocks = clocks_text(sight);
    if (!clocks.empty()) text += "Clocks:\n" + clocks;
    text += "Papers:\n";
    for (const records::Paper& paper : sight.file.papers) {
        text += "  " + std::to_string(paper.number) + "  " + paper.kind + "  " + paper.name + "  " +
                records::hexadecimal(paper.hash) + '\n';
    }
    text += "Steps:\n";
    for (const records::StepTaken& step : sight.file.steps) text += step_text(step);
    text += "From here:";
    for (const auto step : sight.open) text += ' ' + std::string(name(step));
    return text + '\n';
}

Poco::JSON::Object to_json(const CaseSight& sight) {
    Poco::JSON::Object object;
    object.set("case", sight.file.number);
    object.set("reference", sight.file.reference);
    object.set("state", sight.file.state);
    object.set("open", sight.file.is_open);
    if (sight.view.basis) object.set("basis", std::string(policy::name(*sight.view.basis)));
    if (sight.view.route) object.set("route", std::string(policy::name(*sight.view.route)));
    object.set("silence", std::string(policy::name(sight.view.silence)));
    if (const auto from = compliance::approval_from(sight.view)) object.set("approval_from", iso_moment(*from));
    Poco::JSON::Array scope;
    for (const compliance::OrderExtent& each : sight.view.extents) {
        Poco::JSON::Object extent;
        extent.set("account", each.account);
        extent.set("class", std::string(policy::name(each.data_class)));
        if (each.window) {
            extent.set("from", iso_moment(each.window->from));
            extent.set("until", iso_moment(each.window->until));
        }
        scope.add(extent);
    }
    object.set("scope", scope);
    if (const auto& signature = sight.view.order_signature) {
        Poco::JSON::Object each;
        each.set("verified", signature->verified);
        if (!signature->verified) each.set("why_not", signature->why_not);
        if (!signature->subject.empty()) {
            each.set("subject", signature->subject);
            each.set("certificate_sha256", records::hexadecimal(signature->certificate));
        }
        object.set("order_signature", each);
    }
    const auto hash = sight.file.fields.find("request-hash");
    if (hash != sight.file.fields.end()) object.set("request_sha256", hash->second);
    object.set("clocks", clocks_json(sight));
    Poco::JSON::Array steps;
    for (const auto& each : sight.file.steps) steps.add(to_json(each));
    object.set("steps", steps);
    Poco::JSON::Array papers;
    for (const auto& each : sight.file.papers) papers.add(to_json(each));
    object.set("papers", papers);
    Poco::JSON::Array open;
    for (const auto each : sight.open) open.add(std::string(name(each)));
    object.set("next", open);
    return object;
}

std::string described(const Proposal& proposal) {
    std::string text = "Proposed: " + std::string(name(proposal.answer)) + ", as " + std::string(policy::name(proposal.basis));
    if (!proposal.road.empty()) text += ", road " + proposal.road;
    if (!proposal.letter.empty()) text += ", answered by the letter " + proposal.letter;
    text += '\n';
    for (const auto& reason : proposal.reasons) {
        text += "  " + reason.text + " [" + reason.source + ']' + (reason.uncertain ? " (counsel has not settled this)" : "") + '\n';
    }
    if (!proposal.missing.empty()) {
        text += "Missing:";
        for (const std::string& each : proposal.missing) text += ' ' + each;
        text += '\n';
    }
    return text;
}

Poco::JSON::Object to_json(const Proposal& proposal) {
    Poco::JSON::Object object;
    object.set("answer", std::string(name(proposal.answer)));
    object.set("basis", std::string(policy::name(proposal.basis)));
    object.set("road", proposal.road);
    object.set("route", std::string(policy::name(proposal.route)));
    object.set("letter", proposal.letter);
    object.set("rule", proposal.rule);
    Poco::JSON::Array reasons;
    for (const auto& reason : proposal.reasons) {
        Poco::JSON::Object each;
        each.set("text", reason.text);
        each.set("source", reason.source);
        reasons.add(each);
    }
    object.set("reasons", reasons);
    Poco::JSON::Array missing;
    for (const std::string& each : proposal.missing) missing.add(each);
    object.set("missing", missing);
    return object;
}

Reply reply_of(const CaseOutcome& outcome) {
    Reply reply;
    reply.data.set("case", outcome.file.number);
    reply.data.set("reference", outcome.file.reference);
    reply.data.set("state", outcome.file.state);
    reply.data.set("taken", outcome.taken);
    if (outcome.letter) {
        reply.data.set("letter", outcome.letter->id);
        if (outcome.letter->paper != 0) reply.data.set("paper", outcome.letter->paper);
    }
    if (!outcome.taken) {
        reply.status = Status::refused;
        reply.text = outcome.refusal;
        Poco::JSON::Array missing;
        for (const Evidence each : outcome.missing) missing.add(std::string(name(each)));
        reply.data.set("missing", missing);
    } else {
        reply.text = "Case " + std::to_string(outcome.file.number) + " (" + outcome.file.reference + "): " +
                     outcome.file.state + ".\n";
    }
    if (!outcome.letter) return reply;
    if (outcome.letter->paper != 0) {
        reply.text += (outcome.taken ? "" : "\n") + std::string("The letter ") + outcome.letter->id + " is paper " +
                      std::to_string(outcome.letter->paper) + ": `postvern case letters " +
                      std::to_string(outcome.file.number) + " --paper " + std::to_string(outcome.letter->paper) + "`.\n";
    } else {
        reply.text += (outcome.taken ? "" : "\n") + std::string("The letter ") + outcome.letter->id +
                      " is due and could not be written: " + outcome.letter->lacks + ".\n";
    }
    return reply;
}

}  // namespace postvern::services::control
