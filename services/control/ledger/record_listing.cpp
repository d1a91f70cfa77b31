#include "services/control/ledger/record_listing.hpp"

#include <Poco/JSON/Array.h>

#include "records/sha256.hpp"
#include "services/control/calendar_day.hpp"
#include "services/control/csv.hpp"

namespace postvern::services::control {

namespace {

using records::AccessTally;
using records::RecordedAct;

std::string_view name(policy::Outcome outcome) {
    return outcome == policy::Outcome::granted ? "granted" : "refused";
}

// The bounds of a band such as "2-10", each empty where there is none. A cell "2-10" would become a
// date.
std::pair<std::string_view, std::string_view> bounds_of(std::string_view band) {
    const std::size_t dash = band.find('-');
    if (dash == std::string_view::npos) return {band, band};
    return {band.substr(0, dash), band.substr(dash + 1)};
}

Poco::JSON::Object to_json(const RecordedAct& act, Audience audience) {
    Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("sequence", act.sequence);
    if (act.leaf) object.set("leaf", *act.leaf);
    object.set("moment", act.moment);
    object.set("rounded_to", act.rounded_to);
    object.set("role", std::string(act.role));
    if (!act.job.empty()) object.set("job", std::string(act.job));
    object.set("actor", act.actor);
    object.set("data", std::string(act.data));
    object.set("subject", act.subject);
    object.set("operation", act.operation);
    object.set("purpose", act.purpose);
    object.set("legal_basis", act.legal_basis);
    object.set("rules", act.rules);
    object.set("cut", act.cut);
    object.set("rulebook", records::hexadecimal(act.rulebook));
    object.set("outcome", std::string(name(act.outcome)));
    object.set("objects", std::string(act.objects));
    object.set("class", std::string(act.retention));
    object.set("restricted", act.restricted);
    if (!act.case_reference.empty()) object.set("case", act.case_reference);
    object.set("sentence", sentence(act, audience));
    return object;
}

Poco::JSON::Object to_json(const AccessTally& tally) {
    Poco::JSON::Object object;
    object.set("day", day_to_text(static_cast<std::int32_t>(tally.day)));
    object.set("channel", std::string(policy::name(tally.channel)));
    object.set("count", tally.count);
    return object;
}

std::string csv_of(const std::vector<RecordedAct>& acts, Audience audience) {
    std::string text = csv_line({"sequence",     "leaf",       "moment",   "rounded_to_seconds",
                                 "role",         "job",        "actor",    "data",
                                 "subject",      "operation",  "purpose",  "legal_basis",
                                 "rules",        "cut",        "rulebook", "outcome",
                                 "objects_from", "objects_to", "class",    "restricted",
                                 "case",         "sentence"});
    for (const RecordedAct& act : acts) {
        const auto [least, most] = bounds_of(act.objects);
        text += csv_line({std::to_string(act.sequence),
                          act.leaf ? std::to_string(*act.leaf) : "",
                          iso_moment(act.moment),
                          std::to_string(act.rounded_to),
                          act.role,
                          act.job,
                          act.actor,
                          act.data,
                          act.subject,
                          act.operation,
                          act.purpose,
                          act.legal_basis,
                          act.rules,
                          act.cut ? "true" : "false",
                          records::hexadecimal(act.rulebook),
                          name(act.outcome),
                          least,
                          most,
                          act.retention,
                          act.restricted ? "true" : "false",
                          act.case_reference,
                          sentence(act, audience)});
    }
    return text;
}

std::string csv_of(const std::vector<AccessTally>& tallies) {
    std::string text = csv_line({"day", "channel", "count"});
    for (const AccessTally& tally : tallies) {
        text += csv_line({day_to_text(static_cast<std::int32_t>(tally.day)),
                          policy::name(tally.channel), std::to_string(tally.count)});
    }
    return text;
}

bool may_go_on(const RecordListing& listing, const records::RecordFilter& filter) {
    return listing.acts.size() == filter.most && !listing.acts.empty();
}

std::string text_of(const RecordListing& listing, const records::RecordFilter& filter,
                    Audience audience) {
    std::string text;
    for (const RecordedAct& act : listing.acts) {
        text += std::to_string(act.sequence) + "  " + sentence(act, audience) + '\n';
    }
    if (listing.tallies) {
        for (const AccessTally& tally : *listing.tallies) text += sentence(tally, audience) + '\n';
    }
    if (listing.sealed > 0) {
        text += std::to_string(listing.sealed) +
                " entries that may fit are left out: the site has no copy of their keys any more. A data "
                "protection officer opens them: --record-key FILE\n";
    }
    if (text.empty()) text = "Nothing was recorded that fits.\n";
    if (!listing.is_counted) text += "Your own accesses are not counted, as you wanted it.\n";
    if (may_go_on(listing, filter)) {
        text += "There may be more: --after " + std::to_string(listing.acts.back().sequence) + '\n';
    }
    return text;
}

}  // namespace

PartsWanted parts_wanted(const Arguments& arguments) {
    return {!arguments.has("tallies"), arguments.has("tallies") || !arguments.has("csv")};
}

Reply to_reply(const RecordListing& listing, const records::RecordFilter& filter, Audience audience,
               const Arguments& arguments) {
    Reply reply;
    if (arguments.has("csv")) {
        reply.text = listing.tallies ? csv_of(*listing.tallies) : csv_of(listing.acts, audience);
        return reply;
    }
    reply.text = text_of(listing, filter, audience);
    Poco::JSON::Array acts;
    for (const RecordedAct& act : listing.acts) acts.add(to_json(act, audience));
    reply.data.set("entries", acts);
    if (audience == Audience::officer) reply.data.set("sealed", listing.sealed);
    if (may_go_on(listing, filter)) reply.data.set("after", listing.acts.back().sequence);
    if (listing.tallies) {
        Poco::JSON::Array tallies;
        for (const AccessTally& tally : *listing.tallies) tallies.add(to_json(tally));
        reply.data.set("tallies", tallies);
        if (audience == Audience::person) reply.data.set("counted", listing.is_counted);
    }
    return reply;
}

}  // namespace postvern::services::control
