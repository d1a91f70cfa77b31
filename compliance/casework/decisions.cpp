#include "compliance/casework/decisions.hpp"

#include <algorithm>
#include <iterator>

#include "compliance/cases.hpp"
#include "compliance/json_text.hpp"
#include "records/sha256.hpp"

namespace postvern::compliance::casework {

namespace {

std::string list(const std::vector<std::string>& texts) {
    std::string json = "[";
    for (const std::string& each : texts) json += (json.size() == 1 ? "" : ",") + json_text(each);
    return json + ']';
}

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (!word.empty()) words.emplace_back(word);
        text.remove_prefix(word.size() < text.size() ? word.size() + 1 : word.size());
    }
    return words;
}

// Words of the tables alone: what was written in words may be of others than those whose data are handed over.
std::string line_of(const records::StepTaken& step) {
    return "{\"step\":" + json_text(step.step) + ",\"office\":" + json_text(step.office) +
           ",\"at\":" + std::to_string(step.at) + ",\"taken\":" + (step.taken ? "true" : "false") +
           ",\"into\":" + json_text(step.into) + ",\"evidence\":" + list(step.evidence) + "}\n";
}

// `leaf` tells which of the proofs is of it.
std::string line_of(const records::RecordedAct& act) {
    return "{\"act\":" + json_text(act.operation) + ",\"role\":" + json_text(act.role) +
           ",\"at\":" + std::to_string(act.moment) + ",\"rounded_to\":" + std::to_string(act.rounded_to) +
           ",\"outcome\":" + (act.outcome == policy::Outcome::granted ? "\"granted\"" : "\"refused\"") +
           ",\"rules\":" + list(words_in(act.rules)) + ",\"legal_basis\":" + json_text(act.legal_basis) +
           ",\"cut\":" + (act.cut ? "true" : "false") + ",\"rulebook\":" + json_text(records::hexadecimal(act.rulebook)) +
           ",\"leaf\":" + (act.leaf ? std::to_string(*act.leaf) : "null") + "}\n";
}

}  // namespace

std::string decisions_of(const records::CaseFile& file, const std::vector<records::RecordedAct>& acts) {
    std::string lines;
    // What came before the order in force is not about it.
    const auto order = std::find_if(file.steps.rbegin(), file.steps.rend(), [](const records::StepTaken& step) {
        return step.taken && step.step == name(CaseStep::enter_order);
    });
    const auto from = order == file.steps.rend() ? file.steps.begin() : std::prev(order.base());
    for (auto step = from; step != file.steps.end(); ++step) lines += line_of(*step);
    for (const records::RecordedAct& act : acts) lines += line_of(act);
    return lines;
}

}  // namespace postvern::compliance::casework
