#include "records/disclosure.hpp"

#include <algorithm>

#include "records/archive/extraction.hpp"
#include "records/archive/store.hpp"
#include "records/archive/subscriber.hpp"
#include "records/register/fact_rows.hpp"
#include "records/register/mail_address.hpp"
#include "records/vault/held_codec.hpp"

namespace postvern::records {

using policy::Action;
using policy::Grant;
using policy::ResourceType;

namespace {

bool covers(const policy::OrderFacts& order, AccountId account, DataClass data_class,
            std::int64_t window_from, std::int64_t window_until) {
    const auto& accounts = order.accounts;
    const bool classed = std::any_of(
        order.classes.begin(), order.classes.end(),
        [&](policy::DisclosureClass each) { return keyed(each) == data_class; });
    return order.validated && classed &&
           std::find(accounts.begin(), accounts.end(), account) != accounts.end() &&
           order.window_from <= window_from && window_until <= order.window_until;
}

}  // namespace

Disclosure::Disclosure(Store& store, Vault& vault, policy::Gate& gate)
    : store_(store), vault_(vault), gate_(gate) {
    store.serve(gate);
}

// A grant of `action` on a resource of that type: by another type a number would mean something else.
Grant Disclosure::require(Grant&& grant, Action action, ResourceType type) const {
    Grant held = std::move(grant);
    if (!gate_.honours(held, action) || held.resource().type != type) {
        throw policy::Denied(policy::Decision{});
    }
    return held;
}

// --- The key on record --------------------------------------------------------------------------

void Disclosure::put_key(Grant&& grant, const threshold::PublicKey& key) {
    require(std::move(grant), Action::administer_staff, ResourceType::site);
    vault_.put_disclosure_key(key);
}

std::optional<DisclosureKey> Disclosure::key() const {
    auto keys = vault_.disclosure_keys();
    if (keys.empty()) return {};
    return std::move(keys.back());
}

std::vector<DisclosureKey> Disclosure::all_keys() const { return vault_.disclosure_keys(); }

SealingState Disclosure::sealing() const { return vault_.sealing_state(); }

// --- For a case ---------------------------------------------------------------------------------

namespace {

struct OpenOne {
    AccountId account{};
    std::optional<std::int64_t> since{};  // it has had the address; absent: not known
};

std::optional<OpenOne> open_one(sql::Readers::Lease& reader, Vault& vault, const MailAddress& address) {
    const std::string lookup = vault.lookup("address:" + address.text());
    auto rows = reader("SELECT account, is_primary, created FROM addresses JOIN accounts ON accounts.id = account"
                       " WHERE lookup = ?").query(sql::Blob{lookup});
    const auto row = rows.next();
    if (!row) return {};
    OpenOne found{AccountId{static_cast<std::uint64_t>(row->integer(0))}, {}};
    if (row->integer(1) != 0 && !row->is_null(2)) found.since = row->integer(2);
    return found;
}

}  // namespace

std::vector<std::vector<AccountId>> Disclosure::named(Grant&& grant, const std::vector<std::string>& addresses,
                                                      std::optional<Moments> when) const {
    const bool opening = grant.action() == Action::open_case;
    require(std::move(grant), opening ? Action::open_case : Action::decide_case,
            ResourceType::legal_case);
    std::vector<std::vector<AccountId>> all;
    auto reader = store_.reader();
    for (const std::string& text : addresses) {
        std::vector<AccountId>& accounts = all.emplace_back();
        const auto address = parse_mail_address(text);
        if (!address) continue;
        const auto open = open_one(reader, vault_, *address);
        accounts = vault_.held_keys().named(address->text());
        if (!open) continue;
        std::erase(accounts, open->account);
        // Who has had it all the time leaves no moment to others; who got it later had none.
        if (when && open->since && *open->since <= when->from) accounts.clear();
        const bool is_later = when && open->since && *open->since > when->until;
        if (accounts.empty() || !is_later) accounts.insert(accounts.begin(), open->account);
    }
    return all;
}

DisclosableKeys Disclosure::keys(Grant&& grant, AccountId account, DataClass data_class,
                                 std::int64_t window_from, std::int64_t window_until) const {
    const Grant held = require(std::move(grant), Action::decide_case, ResourceType::legal_case);
    const std::uint64_t number_of_case = held.resource().number;
    auto reader = store_.reader();
    const auto sealed = reader("SELECT sealed FROM cases WHERE id = ?").octets(number_of_case);
    if (!sealed) throw NotFound("there is no such case");
    const auto facts =
        facts_of(decode_case(vault_.open_for_site(case_label(number_of_case), *sealed)), {}, store_.now());
    if (window_until < window_from || !facts.order ||
        !covers(*facts.order, account, data_class, window_from, window_until)) {
        throw Unacceptable("the order on record, validated by two, does not cover that");
    }
    const auto salt = vault_.account_salt(account);
    if (!salt) throw NotFound("there is no such account, nor is one held");
    const Day from = day_of(window_from);
    const Day until = day_of(window_until);
    const Candidates candidates = find_candidates(reader, vault_, account, data_class, from, until);
    DisclosableKeys list{account, *salt, vault_.disclosable_keys(account, data_class, from, until),
                         candidates.size(), 0};
    const auto wanted = wrapping_keys(candidates);
    std::erase_if(list.keys, [&](const auto& key) { return !wanted.contains(key.label.key_id); });
    std::set<std::uint64_t> listed;
    for (const DisclosableKey& key : list.keys) listed.insert(key.label.key_id);
    const auto openable = [&](const Candidate& way) {
        return listed.contains(number(way.object.period)) &&
               (number(way.object.hold_key) == 0 || listed.contains(number(way.object.hold_key)));
    };
    for (const auto& [object, ways] : candidates) {
        if (std::none_of(ways.begin(), ways.end(), openable)) ++list.lacking;
    }
    return list;
}

SubscriberData Disclosure::subscriber(Grant&& grant) const {
    const Grant held = require(std::move(grant), Action::extract, ResourceType::legal_case);
    const auto& extent = held.extent();
    if (!extent || extent->data_class != policy::DisclosureClass::subscriber) {
        throw Unacceptable("subscriber data is a class of its own, of one account");
    }
    auto reader = store_.reader();
    const auto open = reader("SELECT 1 FROM accounts WHERE id = ? AND state <> ?")
                          .integer(extent->account, policy::AccountState::closed);
    if (open) return read_subscriber(reader, vault_, extent->account);
    for (const auto& [hold, scope] : vault_.held_keys().of(extent->account)) {
        if (scope.subscriber.empty()) continue;
        SubscriberData kept = decode_subscriber(scope.subscriber);
        kept.closed = true;
        return kept;
    }
    throw NotFound("there is no such account, nor is one held");
}

}  // namespace postvern::records
