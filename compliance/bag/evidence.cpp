#include "compliance/bag/evidence.hpp"

#include <algorithm>

#include "compliance/bag/calendar_time.hpp"

namespace postvern::compliance::bag {

namespace {

using records::Unacceptable;

void require_name(std::string_view name) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_-";
    if (name.empty() || name.size() > 64 || name.find_first_not_of(kLetters) != std::string_view::npos) {
        throw Unacceptable("a name of evidence takes 1 to 64 small letters, digits, '-' and '_'");
    }
}

std::string numbered(std::size_t index) {
    const std::string digits = std::to_string(index + 1);
    return std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits;
}

void write_all(BagFiles& files, const std::string& stem, const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        files.tag("evidence/" + stem + '-' + std::to_string(i + 1) + ".txt", texts[i]);
    }
}

std::string custody_of(const std::vector<CustodyEntry>& entries) {
    std::string text = "moment\twho\twhat\n";
    for (const CustodyEntry& each : entries) {
        text += moment_text(each.moment) + '\t' + field(each.who) + '\t' + field(each.what) + '\n';
    }
    return text;
}

std::string record_of(const Scope& scope, const BagEvidence& evidence) {
    const CaseRecordStatement& record = *evidence.record;
    return "postvern case record 1\ncase: " + scope.case_reference +
           "\nproven: " + std::to_string(evidence.proofs.size()) + "\npending: " + std::to_string(record.pending) +
           "\nleft-out: " + std::to_string(record.left_out) +
           "\nclosed-before: " + (record.closed_before ? moment_text(*record.closed_before) : "none") +
           "\nsteps-before: " + std::to_string(record.steps_before) + '\n';
}

}  // namespace

std::string field(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string escaped;
    for (const char each : text) {
        const auto octet = static_cast<unsigned char>(each);
        if (octet >= 0x20 && octet != 0x7f && octet != '%') {
            escaped += each;
        } else {
            escaped.append({'%', kDigits[octet >> 4], kDigits[octet & 15]});
        }
    }
    return escaped;
}

void require_whole(const BagEvidence& evidence) {
    const auto lacks = [](const std::string& what) { throw Unacceptable("the bag's evidence lacks " + what); };
    const auto has_empty = [](const std::vector<std::string>& texts) {
        return std::any_of(texts.begin(), texts.end(), [](const auto& each) { return each.empty(); });
    };
    if (evidence.request.empty()) lacks("the extraction request");
    if (evidence.validations.size() < 2 || has_empty(evidence.validations)) lacks("the signatures of two validators");
    if (evidence.approvals.size() < 2 || has_empty(evidence.approvals)) lacks("two approvals");
    if (evidence.attestation.empty()) lacks("the data protection officer's attestation");
    if (evidence.decisions.empty()) lacks("the decisions that led here");
    if (evidence.custody.empty()) lacks("the chain of custody");
    const auto by_time = [](const auto& one, const auto& other) { return one.moment < other.moment; };
    if (!std::is_sorted(evidence.custody.begin(), evidence.custody.end(), by_time)) {
        throw Unacceptable("the chain of custody does not ascend in time");
    }
    for (const auto& [name, text] : evidence.keys) require_name(name);
    for (const auto& [name, text] : evidence.rules) require_name(name);
}

void write_evidence(BagFiles& files, const Scope& scope, std::string_view order, const BagEvidence& evidence,
                    const Listing& items) {
    files.tag("evidence/items.tsv", items);
    files.tag("evidence/order.txt", order);
    files.tag("evidence/order.sha256", records::hexadecimal(records::sha256(order)) + "  order.txt\n");
    if (!evidence.instrument.empty()) files.tag("evidence/instrument", evidence.instrument);
    write_all(files, "validation", evidence.validations);
    files.tag("evidence/request.txt", evidence.request);
    write_all(files, "approval", evidence.approvals);
    write_all(files, "appointment", evidence.appointments);
    files.tag("evidence/attestation.txt", evidence.attestation);
    for (const auto& [name, pem] : evidence.keys) files.tag("evidence/keys/" + name + ".pem", pem);
    files.tag("evidence/decisions.jsonl", evidence.decisions);
    for (const auto& [name, text] : evidence.rules) files.tag("evidence/rules/" + name + ".cedar", text);
    for (std::size_t i = 0; i < evidence.proofs.size(); ++i) {
        files.tag("evidence/proofs/" + numbered(i) + ".tlog-proof", evidence.proofs[i]);
    }
    if (evidence.record) files.tag("evidence/record.txt", record_of(scope, evidence));
    if (!evidence.checkpoint.empty()) files.tag("evidence/checkpoint", evidence.checkpoint);
    files.tag("evidence/custody.tsv", custody_of(evidence.custody));
}

std::string bag_info(const BagSettings& settings, const Scope& scope, const BagFiles& files) {
    return "Source-Organization: " + settings.source + "\nBagging-Date: " + day_text(settings.moment) +
           "\nExternal-Identifier: " + scope.case_reference +
           "\nPayload-Oxum: " + std::to_string(files.payload_size()) + '.' + std::to_string(files.items()) +
           "\nBag-Software-Agent: Postvern\nSealed-For: " + (scope.is_privileged ? "court alone" : "authority") +
           "\nRecipient-SHA256: " + scope.recipient + '\n';
}

}  // namespace postvern::compliance::bag
