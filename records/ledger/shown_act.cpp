#include "records/ledger/shown_act.hpp"

#include <algorithm>

#include "records/ledger/retention.hpp"

namespace postvern::records {

std::span<const std::string_view> retention_names() noexcept { return ledger::kRetentionNames; }

namespace ledger {

namespace {

std::string_view name(RecordedRole role) {
    switch (role) {
        case RecordedRole::owner: return "owner";
        case RecordedRole::delivery_agent: return "delivery agent";
        case RecordedRole::system_job: return "system job";
        case RecordedRole::staff: return "staff";
        case RecordedRole::founder: return "founder";
        case RecordedRole::processor: return "processor";
        case RecordedRole::authority: return "authority";
    }
    return "";
}

std::string_view name(RecordedData data) {
    switch (data) {
        case RecordedData::not_stated: return "not stated";
        case RecordedData::mail: return "mail";
        case RecordedData::calendar: return "calendar";
        case RecordedData::contacts: return "contacts";
        case RecordedData::files: return "files";
        case RecordedData::subscriber: return "subscriber";
        case RecordedData::access_record: return "access record";
        case RecordedData::whole_site: return "whole site";
    }
    return "";
}

// By band_of()'s numbers.
constexpr std::array<std::string_view, kBandBounds.size() + 1> kBandNames = {
    "0", "1", "2-10", "11-100", "101-1000", "1001-10000", "10001-"};

// Whether `wanted` is one of the ids in `rules`, or what one of them has before its first dot.
bool names_rule(std::string_view rules, std::string_view wanted) {
    while (!rules.empty()) {
        const std::string_view id = rules.substr(0, rules.find(' '));
        if (id == wanted || id.substr(0, id.find('.')) == wanted) return true;
        rules.remove_prefix(std::min(id.size() + 1, rules.size()));
    }
    return false;
}

// Empty: of no case.
std::string case_in_digits(const CaseReference& reference) {
    return reference == CaseReference{} ? std::string() : hex(reference);
}

// The job whose pseudonym that is.
std::string_view job_of(const Pseudonym& actor, const SiteKeys& site) {
    for (std::size_t i = 0; i < policy::kJobCount; ++i) {
        const policy::Job job{static_cast<std::uint8_t>(i)};
        if (site.pseudonym_of(policy::Principal::job(job)) == actor) return policy::name(job);
    }
    return "";
}

}  // namespace

bool fits(const PrivateRecord& record, const RecordFilter& filter, const SiteKeys& site) {
    return (!filter.subject || record.subject == site.pseudonym_of(*filter.subject)) &&
           (!filter.actor || record.actor == site.pseudonym_of(*filter.actor)) &&
           (!filter.from || record.moment >= *filter.from) &&
           (!filter.before || record.moment < *filter.before) &&
           (filter.retention.empty() || name(record.retention) == filter.retention) &&
           (!filter.purpose || record.purpose == policy::name(*filter.purpose)) &&
           (!filter.action || record.operation == policy::name(*filter.action)) &&
           (!filter.outcome || record.outcome == *filter.outcome) &&
           (filter.rule.empty() || names_rule(record.rules, filter.rule)) &&
           (filter.case_reference.empty() || case_in_digits(record.case_reference) == filter.case_reference);
}

RecordedAct shown(const StoredEntry& entry, PrivateRecord record, const SiteKeys& site) {
    return {.sequence = static_cast<std::uint64_t>(entry.sequence),
            .leaf = entry.leaf,
            .moment = record.moment,
            .rounded_to = rounding_of(record.retention),
            .role = name(record.role),
            .actor = hex(record.actor),
            .data = name(record.data),
            .subject = hex(record.subject),
            .operation = std::move(record.operation),
            .purpose = std::move(record.purpose),
            .legal_basis = std::move(record.legal_basis),
            .rules = std::move(record.rules),
            .cut = record.legal_basis_cut || record.rules_cut,
            .rulebook = record.rulebook,
            .outcome = record.outcome,
            .objects = kBandNames[record.band],
            .retention = name(record.retention),
            .restricted = record.stream == Stream::restricted,
            .case_reference = case_in_digits(record.case_reference),
            .about_the_house = record.subject == site.pseudonym_of(policy::kNoAccount),
            .job = record.role == RecordedRole::system_job ? job_of(record.actor, site) : ""};
}

}  // namespace ledger

}  // namespace postvern::records
