#include "services/control/ledger/record_sentences.hpp"

#include <algorithm>
#include <vector>

#include "services/control/calendar_day.hpp"
#include "services/control/ledger/record_words.hpp"

namespace postvern::services::control {

namespace {

using policy::Outcome;
using records::RecordedAct;

constexpr std::size_t kShownOfPseudonym = 8;  // digits; JSON and CSV show all

std::string shortened(const std::string& pseudonym) {
    return pseudonym.substr(0, kShownOfPseudonym);
}

// Whether whoever acted is the person whom it is about.
bool is_own(const RecordedAct& act) { return act.role == "owner" && act.actor == act.subject; }

void replace(std::string& text, std::string_view placeholder, std::string_view with) {
    const std::size_t at = text.find(placeholder);
    if (at != std::string::npos) text.replace(at, placeholder.size(), with);
}

// "mail", as it stands behind "your" and before "of account 1f2e3d4c".
std::string kind_of_data(const RecordedAct& act) {
    if (act.data == "not stated") return "data";
    if (act.data == "subscriber") return "account data";
    return std::string(act.data);
}

std::string account_of(const RecordedAct& act, Audience audience) {
    if (act.about_the_house) return "the house";
    if (audience == Audience::person) return "your account";
    return is_own(act) ? "their own account" : "account " + shortened(act.subject);
}

std::string data_of(const RecordedAct& act, Audience audience) {
    const std::string kind = kind_of_data(act);
    if (act.data == "whole site") return "the whole site";
    if (act.about_the_house) return kind + " of the house";
    if (audience == Audience::person) return "your " + kind;
    return is_own(act) ? "their own " + kind : kind + " of account " + shortened(act.subject);
}

// Whoever acted, apart from their pseudonym.
std::string actor_of(const RecordedAct& act, Audience audience) {
    if (act.role == "staff")
        return office_by_rules(act.outcome == Outcome::granted ? act.rules : "");
    if (act.role == "system job") return std::string(words_of_job(act.job));
    if (act.role == "delivery agent") return "the delivery of mail";
    if (act.role == "founder") return "the founder of the site";
    if (act.role == "processor") return "a company that processes data for the house";
    if (act.role == "authority") return "an authority";
    if (!is_own(act)) return "the owner of another account";
    return audience == Audience::person ? "you" : "the owner";
}

std::string actor_in_words(const RecordedAct& act, Audience audience) {
    const bool is_somebody = act.role == "staff" || act.role == "owner" ||
                             act.role == "processor" || act.role == "authority";
    const std::string who = actor_of(act, audience);
    return audience == Audience::officer && is_somebody ? who + " (" + shortened(act.actor) + ')'
                                                        : who;
}

std::string act_in_words(const RecordedAct& act, Audience audience) {
    const ActWords* const words = words_of_act(act.operation);
    const bool granted = act.outcome == Outcome::granted;
    const bool is_you = is_own(act) && audience == Audience::person;
    std::string text;
    if (!granted) text = is_you ? "were refused leave to " : "was refused leave to ";
    if (words == nullptr) return text + (granted ? "did " : "do ") + act.operation;
    std::string object(act.about_the_house && !words->of_house.empty() ? words->of_house
                                                                       : words->of_account);
    replace(object, "{account}", account_of(act, audience));
    replace(object, "{data}", data_of(act, audience));
    return text.append(granted ? words->done : words->wished) + ' ' + object;
}

std::string purpose_in_words(const RecordedAct& act, Audience audience) {
    const bool person = audience == Audience::person;
    if (is_own(act) && act.purpose == "subject_rights") {
        return person ? "in exercise of your rights" : "in exercise of their rights";
    }
    std::string text(words_of_purpose(act.purpose));
    if (text.empty()) return "for " + act.purpose;
    replace(text, "{owner}", person ? "you" : "the owner");
    replace(text, "{owner's}", person ? "your" : "the owner's");
    return text;
}

// "ISP-27 and ISP-52" of "ISP-27.restore ISP-27.backup ISP-52.x"; an officer sees the ids.
std::string rules_in_words(std::string_view rules, Audience audience) {
    std::vector<std::string_view> names;
    for (const std::string_view id : rule_ids(rules)) {
        const auto name = audience == Audience::officer ? id : id.substr(0, id.find('.'));
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

std::string grounds_in_words(const RecordedAct& act, Audience audience) {
    const bool granted = act.outcome == Outcome::granted;
    std::string text;
    if (!act.rules.empty()) {
        text = (granted ? ", under " : ", by ") + rules_in_words(act.rules, audience);
    } else if (!granted) {
        text = ", as no rule permits it";
    }
    if (!act.legal_basis.empty()) text += " [" + act.legal_basis + (act.cut ? " ...]" : "]");
    return text;
}

// By bands: "1 item", "2-10 items". Nothing where an act is not on items.
std::string items_in_words(std::string_view band) {
    if (band == "0") return "";
    if (band == "1") return "; 1 item";
    std::string text(band);
    if (!text.ends_with('-')) return "; " + text + " items";
    text.pop_back();
    return "; " + text + " items or more";
}

std::string clock_of(std::int64_t seconds) {
    const auto two = [](std::int64_t number) {
        return (number < 10 ? "0" : "") + std::to_string(number);
    };
    return two(seconds / 3600) + ':' + two(seconds / 60 % 60);
}

}  // namespace

std::string moment_in_words(std::int64_t moment, std::int64_t rounded_to) {
    constexpr std::int64_t kDay = 86'400;
    const std::int64_t of_day = ((moment % kDay) + kDay) % kDay;
    const std::string text = "On " + day_in_words(moment);
    if (rounded_to <= 60) return text + " at " + clock_of(of_day) + " UTC";
    return text + " between " + clock_of(of_day) + " and " + clock_of(of_day + rounded_to) + " UTC";
}

std::string sentence(const RecordedAct& act, Audience audience) {
    std::string text = moment_in_words(act.moment, act.rounded_to) + ' ' +
                       actor_in_words(act, audience) + ' ' + act_in_words(act, audience) + ", " +
                       purpose_in_words(act, audience) + grounds_in_words(act, audience) +
                       items_in_words(act.objects);
    if (!act.case_reference.empty()) text += "; case " + act.case_reference;
    if (audience == Audience::officer) {
        text += "; " + act.operation + " for " + act.purpose + ", kept as " +
                std::string(act.retention);
        if (act.restricted) text += ", not shown to the owner";
        if (!act.leaf) text += ", not yet published";
    }
    return text + '.';
}

std::string sentence(const records::AccessTally& tally, Audience audience) {
    constexpr std::int64_t kDay = 86'400;
    return "On " + day_in_words(static_cast<std::int64_t>(tally.day) * kDay) +
           (audience == Audience::person ? " you" : " the owner") + " came by " +
           std::string(policy::name(tally.channel)) + ": " + std::to_string(tally.count) +
           (tally.count == 1 ? " act." : " acts.");
}

}  // namespace postvern::services::control
