#include "compliance/officer/words.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::officer {

namespace {

using disclosure::ListedKey;
using disclosure::Request;

struct Listed {
    std::size_t keys = 0;
    std::set<std::int64_t> days;
};

// "2027-03-01 to 2027-03-14, 2027-03-20".
std::string days_in_words(const std::set<std::int64_t>& days) {
    std::string text;
    for (auto day = days.begin(); day != days.end();) {
        const auto first = *day;
        auto last = first;
        while (++day != days.end() && *day == last + 1) ++last;
        text.append(text.empty() ? "" : ", ").append(disclosure::to_date(first));
        if (last > first) text.append(" to ").append(disclosure::to_date(last));
    }
    return text;
}

std::string address_of(const ListedKey& key, const Request& request) {
    for (const auto& address : request.order.accounts) {
        if (threshold::account_id(key.account_salt, address) == key.label.account) return address;
    }
    return "AN ACCOUNT THAT THE ORDER DOES NOT NAME";
}

std::string class_in_words(std::uint8_t data_class) {
    if (data_class >= 1 && data_class <= 4) {
        return std::string(disclosure::name(static_cast<disclosure::OrderedClass>(data_class)));
    }
    return "class " + std::to_string(data_class);
}

// A date that a calendar has, so that it can be shown at all.
bool is_shown(std::int64_t day) { return day >= 0 && day < 2'932'897; }  // up to 9999-12-31

std::vector<std::string> list_in_words(const Request& request) {
    std::map<std::pair<threshold::Octets<32>, threshold::Octets<32>>, std::string> addresses;
    std::map<std::pair<std::string, std::string>, Listed> groups;
    for (const ListedKey& key : request.keys) {
        auto [address, is_new] = addresses.try_emplace({key.account_salt, key.label.account});
        if (is_new) address->second = address_of(key, request);
        auto& group = groups[{address->second, class_in_words(key.label.data_class)}];
        ++group.keys;
        if (is_shown(key.label.day)) group.days.insert(key.label.day);
    }
    std::vector<std::string> lines;
    for (const auto& [of, group] : groups) {
        lines.push_back(of.first + ", " + of.second + ": " + std::to_string(group.keys) + " keys, " +
                        std::to_string(group.days.size()) + " days (UTC): " + days_in_words(group.days));
    }
    return lines;
}

std::string signer_in_words(const disclosure::SignerKey& key, const Device& device) {
    if (device.card.signing == key) return device.card.name + " (this device)";
    const auto found = std::find_if(device.pinned.begin(), device.pinned.end(),
                                    [&](const disclosure::Card& each) { return each.signing == key; });
    if (found == device.pinned.end()) return "SOMEBODY WHO IS NOT PINNED HERE, " + disclosure::fingerprint(key);
    return found->name + ", " + std::string(disclosure::name(found->office));
}

}  // namespace

void add_order(Report& report, const disclosure::CourtOrder& order) {
    std::vector<std::string> lines;
    for (const auto& [name, value] : order.lines) lines.push_back(name + ": " + value);
    report.add("case", disclosure::to_hex(order.case_reference)).add_list("order", std::move(lines));
}

Report in_words(const Request& request, const Device& device) {
    Report report;
    add_order(report, request.order);
    std::vector<std::string> validators;
    for (const auto& each : request.validations) {
        validators.push_back(signer_in_words(each.key, device) + ", at " + disclosure::to_moment(each.moment));
    }
    report.add_list("validated_by", std::move(validators));
    report.add("keys", std::to_string(request.keys.size())).add_list("would_be_opened", list_in_words(request));
    report.add("rulebook", disclosure::to_hex(request.rulebook)).add("epoch", std::to_string(request.epoch));
    report.add("expires", disclosure::to_moment(request.expires)).add("request", disclosure::to_hex(request.hash));
    for (const Answered& each : device.answered) {
        if (each.request == request.hash) report.add("answered", disclosure::to_moment(each.moment));
    }
    return report;
}

}  // namespace postvern::compliance::officer
