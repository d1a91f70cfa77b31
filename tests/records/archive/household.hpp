// A real site in a scratch directory, with the rulebook that ships, and ways to act in it as an owner, the
// delivery agent or somebody of the house. The clock is the test's.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/assembly.hpp"
#include "records/accounts.hpp"
#include "records/archive.hpp"
#include "records/case_files.hpp"
#include "records/cases.hpp"
#include "records/choices.hpp"
#include "records/disclosure.hpp"
#include "records/personnel.hpp"
#include "records/processors.hpp"
#include "records/site.hpp"
#include "tests/scratch.hpp"

namespace postvern::records {

using tests::Scratch;

// Waits for what a call of the archive calls back with; throws its failure.
template <typename T>
class Answer {
  public:
    Done<T> done() {
        return [promise = promise_](Outcome<T> outcome) {
            if (outcome.index() == 1) {
                promise->set_exception(std::get<1>(outcome));
            } else {
                promise->set_value(std::get<0>(std::move(outcome)));
            }
        };
    }
    T get() { return promise_->get_future().get(); }

  private:
    std::shared_ptr<std::promise<T>> promise_ = std::make_shared<std::promise<T>>();
};

class Household {
  public:
    static constexpr std::int64_t kStaffUntil = 4'000'000'000;  // 2096

    static constexpr std::int64_t kBeginning = 1'700'000'000;   // 2023-11-14 22:13:20 UTC

    // Opens the site of `scratch`, made at the first time, at that moment.
    explicit Household(const Scratch& scratch, std::uint64_t quota = std::uint64_t{1} << 30,
                       std::int64_t moment = kBeginning);

    // Whoever runs the test, operator and managing director until kStaffUntil.
    policy::Subject staff();
    // Who says who the people of the house are, while nobody is on record.
    policy::Subject founder();
    AccountId add_account(const std::string& address, const std::string& password);
    policy::Subject sign_in(const std::string& name, const std::string& password);

    // For the delivery of the service, or its administration.
    policy::Grant ask(const policy::Subject& subject, policy::Action action,
                      policy::Resource resource);
    policy::Grant ask(const policy::Subject& subject, policy::Action action,
                      policy::Resource resource, policy::Purpose purpose);
    // What the rules say to it.
    bool may(const policy::Subject& subject, policy::Action action, policy::Resource resource,
             policy::Purpose purpose);
    // Somebody of the house, in that role until kStaffUntil.
    policy::Subject employ(std::uint32_t user, policy::StaffRole role,
                           std::optional<AccountId> account = {});
    policy::Subject job(policy::Job job);
    // A message into the account's INBOX, by the delivery agent.
    Placed deliver(AccountId account, const std::string& octets);

    std::vector<Collection> collections(const policy::Subject& owner);
    CollectionId collection(const policy::Subject& owner, const std::string& path);
    std::vector<Item> read(const policy::Subject& owner, CollectionId collection, UidSet uids,
                           Fields fields = Fields::both);

    std::atomic<std::int64_t> now;
    Site site;
    std::unique_ptr<policy::Gate> gate;
    Archive archive;
    Accounts accounts;
    Personnel personnel;
    Choices choices;
    Processors processors;
    Cases cases;
    CaseFiles case_files;
    Disclosure disclosure;

  private:
    policy::Subject deliverer_;
};

// A small message with this subject and body.
std::string letter(const std::string& subject, const std::string& body = "Hello.\r\n");

}  // namespace postvern::records
