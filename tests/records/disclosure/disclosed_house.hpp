// A house with a disclosure key, a legal officer and cases that lack nothing.
#pragma once

#include <algorithm>
#include <map>
#include <memory>

#include "records/archive/store.hpp"
#include "records/disclosure.hpp"
#include "records/vault/held_keys.hpp"
#include "records/vault/vault.hpp"
#include "tests/records/archive/household.hpp"
#include "tests/records/disclosure/holders.hpp"

namespace postvern::records {

inline constexpr std::int64_t kDaySeconds = 86'400;

class DisclosedHouse {
  public:
    // `of_before`: the holders of the house that is opened again.
    explicit DisclosedHouse(const Scratch& scratch, std::int64_t moment = Household::kBeginning,
                            std::unique_ptr<Holders> of_before = nullptr)
        : home(scratch, std::uint64_t{1} << 30, moment),
          disclosure(home.site.store(), home.site.vault(), *home.gate),
          holders(of_before ? std::move(of_before)
                            : std::make_unique<Holders>(home.site.vault().site_id())) {}

    void put_key() { put(holders->key()); }
    void put(const threshold::PublicKey& key) {
        disclosure.put_key(home.ask(director, policy::Action::administer_staff, policy::Resource::site()),
                           key);
    }

    static policy::Resource of(std::uint64_t number) {
        return policy::Resource::numbered(policy::ResourceType::legal_case, number);
    }
    policy::Grant leave(const policy::Subject& subject, policy::Action action, std::uint64_t number) {
        return home.ask(subject, action, of(number), policy::Purpose::legal_request);
    }

    // A case about `account` whose order names mail and subscriber data of that window and is approved.
    std::uint64_t ordered(AccountId account, std::int64_t from, std::int64_t until) {
        using policy::Action;
        const auto number = home.cases.open(leave(officer, Action::open_case, 0), {account}, {});
        home.cases.classify(leave(officer, Action::decide_case, number), policy::Basis::court_order,
                            policy::Route::domestic, {});
        policy::OrderFacts order;
        order.norwegian = order.secrecy_lifted = true;
        order.from = home.now - 10;
        order.until = home.now + 10 * kDaySeconds;
        order.accounts = {account};
        order.classes = {policy::DisclosureClass::mail, policy::DisclosureClass::subscriber};
        order.window_from = from;
        order.window_until = until;
        home.cases.enter_order(leave(officer, Action::decide_case, number), order);
        home.cases.validate(leave(officer, Action::decide_case, number));
        home.cases.validate(leave(colleague, Action::decide_case, number));
        home.cases.owners_told(leave(officer, Action::notify, number));
        home.cases.approve(leave(director, Action::approve, number), Approver::managing_director);
        home.cases.approve(leave(second, Action::approve, number), Approver::second_officer);
        return number;
    }
    // A case whose basis binds to preserve.
    std::uint64_t preserving(AccountId account) {
        using policy::Action;
        const auto number = home.cases.open(leave(officer, Action::open_case, 0), {account}, {});
        home.cases.classify(leave(officer, Action::decide_case, number),
                            policy::Basis::preservation_order, policy::Route::domestic, {});
        return number;
    }
    Held hold(const HoldScope& scope, std::int64_t seconds = 30 * kDaySeconds) {
        return home.cases.hold(home.ask(officer, policy::Action::preserve, of(preserving(scope.account)),
                                        policy::Purpose::preservation),
                               scope, home.now + seconds);
    }
    void release(std::uint64_t hold) {
        const auto job = home.job(policy::Job::retention);
        home.cases.release(home.ask(job, policy::Action::purge,
                                    policy::Resource::numbered(policy::ResourceType::hold, hold),
                                    policy::Purpose::retention));
    }

    DisclosableKeys keys(std::uint64_t number, AccountId account, std::int64_t from, std::int64_t until) {
        return disclosure.keys(leave(officer, policy::Action::decide_case, number), account,
                               DataClass::mail, from, until);
    }
    policy::Grant extraction(std::uint64_t number, policy::Extent extent) {
        return home.gate->ask_and_wait({officer, policy::Action::extract, of(number),
                                        policy::Purpose::legal_request, policy::Channel::control, extent});
    }
    std::vector<DisclosedItem> open(std::uint64_t number, AccountId account, std::int64_t from,
                                    std::int64_t until, OpenedKeys opened) {
        auto stream = disclosure.open(
            extraction(number, {account, policy::DisclosureClass::mail, from, until}), std::move(opened));
        std::vector<DisclosedItem> items;
        for (auto batch = stream.next(); !batch.empty(); batch = stream.next()) {
            for (auto& item : batch) items.push_back(std::move(item));
        }
        unopened = stream.unopened();
        return items;
    }
    // The subjects of what an approved order over that window gives, by two holders.
    std::vector<std::string> disclosed(AccountId account, std::int64_t from, std::int64_t until,
                                       const Holders& by) {
        const auto number = ordered(account, from, until);
        std::vector<std::string> subjects;
        for (const auto& item : open(number, account, from, until, by.open(keys(number, account, from, until)))) {
            const auto at = item.octets.find("Subject: ") + 9;
            subjects.push_back(item.octets.substr(at, item.octets.find("\r\n", at) - at));
        }
        std::sort(subjects.begin(), subjects.end());
        return subjects;
    }
    std::vector<std::string> disclosed(AccountId account, std::int64_t from, std::int64_t until) {
        return disclosed(account, from, until, *holders);
    }

    // By the owner: flags it and expunges all that is flagged.
    void delete_all(const policy::Subject& owner, CollectionId inbox, UidSet uids = UidSet::all()) {
        Answer<std::vector<Uid>> marked;
        home.archive.mark(home.ask(owner, policy::Action::mark,
                                   policy::Resource::of(owner.account(), inbox, uids)),
                          {FlagChange::Mode::add, SystemFlag::deleted, {}}, marked.done());
        marked.get();
        Answer<std::vector<Uid>> expunged;
        home.archive.expunge(home.ask(owner, policy::Action::expunge,
                                      policy::Resource::of(owner.account(), inbox, uids)),
                             expunged.done());
        expunged.get();
    }
    void erase(AccountId account) {
        home.accounts.erase(home.ask(home.staff(), policy::Action::administer_accounts,
                                     policy::Resource::of(account)));
    }
    // Waits until the octets of what was deleted are swept away: a delivery is behind all that was queued.
    void sweep(AccountId delivered_to) {
        const auto doomed = [&] {
            auto reader = home.site.store().reader();
            return *reader("SELECT count(*) FROM doomed").integer();
        };
        while (doomed() > 0) home.deliver(delivered_to, letter("passes time"));
    }
    std::uint64_t purge(AccountId account) {
        Answer<std::uint64_t> answer;
        home.archive.purge(home.ask(home.job(policy::Job::retention), policy::Action::purge,
                                    policy::Resource::of(account), policy::Purpose::retention),
                           answer.done());
        return answer.get();
    }

    Household home;
    Disclosure disclosure;
    std::unique_ptr<Holders> holders;
    policy::Subject director = home.staff();
    policy::Subject officer = home.employ(70'001, policy::StaffRole::legal_officer);
    policy::Subject colleague = home.employ(70'002, policy::StaffRole::legal_officer);
    policy::Subject second = home.employ(70'003, policy::StaffRole::second_officer);
    std::uint64_t unopened = 0;
};

}  // namespace postvern::records
