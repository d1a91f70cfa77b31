#include "tests/records/archive/household.hpp"
#include "test_places.hpp"

#include <unistd.h>

namespace postvern::records {

namespace {

SiteSettings settings(const Scratch& scratch, std::uint64_t quota,
                      const std::atomic<std::int64_t>& now) {
    SiteSettings site;
    site.data = scratch.path() / "data";
    site.keys = scratch.path() / "keys";
    site.default_quota = quota;
    site.clock = [&now] { return now.load(); };
    site.consent_texts.set(policy::Purpose::spam_filtering, 2);
    if (!Site::exists(site)) Site::create(site);
    return site;
}

policy::Purpose purpose_of(const policy::Subject& subject) {
    const policy::Role role = subject.principal().role;
    const bool administers = role == policy::Role::staff || role == policy::Role::founder;
    return administers ? policy::Purpose::administration : policy::Purpose::service_delivery;
}

}  // namespace

Household::Household(const Scratch& scratch, std::uint64_t quota, std::int64_t moment)
    : now(moment),
      site(settings(scratch, quota, now)),
      gate(policy::Assembly::make_gate(
          policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"), site.ports())),
      archive(site.store(), site.vault(), *gate),
      accounts(site.store(), site.vault(), *gate),
      personnel(site.store(), site.vault(), *gate),
      choices(site.store(), *gate, site.ledger()),
      processors(site.store(), site.vault(), *gate),
      cases(site.store(), site.vault(), *gate),
      case_files(site.store(), site.vault(), *gate, site.ledger()),
      disclosure(site.store(), site.vault(), *gate),
      deliverer_(gate->admit(policy::DeliveryClaim{}, policy::Channel::lmtp).value()) {
    site.serve(*gate);
}

policy::Subject Household::founder() {
    return gate->admit(policy::FounderClaim{::getuid(), site.house_token()}, policy::Channel::control).value();
}

policy::Subject Household::staff() {
    const auto user = static_cast<std::uint32_t>(::getuid());
    if (site.register_().lacks_director()) {
        const policy::Subject first = founder();
        personnel.put(ask(first, policy::Action::administer_staff, policy::Resource::site()),
                      {user,
                       {{policy::StaffRole::operator_, policy::StaffRole::managing_director},
                        kStaffUntil,
                        kStaffUntil,
                        kStaffUntil,
                        kStaffUntil}});
    }
    return gate->admit(policy::StaffClaim{user, site.house_token()}, policy::Channel::control)
        .value();
}

AccountId Household::add_account(const std::string& address, const std::string& password) {
    const policy::Subject by = staff();
    return accounts
        .add(ask(by, policy::Action::administer_accounts, policy::Resource::site()), address,
             password)
        .id;
}

policy::Subject Household::sign_in(const std::string& name, const std::string& password) {
    return gate->admit(policy::LoginClaim{name, password}, policy::Channel::imap).value();
}

policy::Grant Household::ask(const policy::Subject& subject, policy::Action action,
                             policy::Resource resource) {
    return ask(subject, action, std::move(resource), purpose_of(subject));
}

policy::Grant Household::ask(const policy::Subject& subject, policy::Action action,
                             policy::Resource resource, policy::Purpose purpose) {
    return gate->ask_and_wait(
        {subject, action, std::move(resource), purpose, policy::Channel::imap});
}

bool Household::may(const policy::Subject& subject, policy::Action action,
                    policy::Resource resource, policy::Purpose purpose) {
    return gate
        ->decide({subject, action, std::move(resource), purpose, policy::Channel::control})
        .permitted;
}

policy::Subject Household::employ(std::uint32_t user, policy::StaffRole role,
                                  std::optional<AccountId> account) {
    const policy::Subject director = staff();
    personnel.put(ask(director, policy::Action::administer_staff, policy::Resource::site()),
                  {user, {{role}, kStaffUntil, kStaffUntil, kStaffUntil, kStaffUntil, {}, account}});
    return gate->admit(policy::StaffClaim{user, site.house_token()}, policy::Channel::control)
        .value();
}

policy::Subject Household::job(policy::Job job) {
    return gate->admit(policy::JobClaim{job, site.house_token()}, policy::Channel::job).value();
}

Placed Household::deliver(AccountId account, const std::string& octets) {
    std::vector<Placement> placements;
    placements.push_back({ask(deliverer_, policy::Action::deliver, policy::Resource::of(account)),
                          {std::make_shared<const std::string>(octets), {now.load(), 60}, 0, {}}});
    Answer<std::vector<Placed>> answer;
    archive.add(std::move(placements), answer.done());
    return answer.get().at(0);
}

std::vector<Collection> Household::collections(const policy::Subject& owner) {
    return archive.collections(
        ask(owner, policy::Action::list, policy::Resource::of(owner.account())));
}

CollectionId Household::collection(const policy::Subject& owner, const std::string& path) {
    for (const Collection& each : collections(owner)) {
        if (each.path == path && each.kind == CollectionKind::mailbox) return each.id;
    }
    throw NotFound(path);
}

std::vector<Item> Household::read(const policy::Subject& owner, CollectionId collection, UidSet uids,
                                  Fields fields) {
    auto stream = archive.read(
        ask(owner, policy::Action::read,
            policy::Resource::of(owner.account(), collection, std::move(uids))),
        fields);
    std::vector<Item> items;
    for (auto batch = stream.next(); !batch.empty(); batch = stream.next()) {
        for (Item& item : batch) items.push_back(std::move(item));
    }
    return items;
}

std::string letter(const std::string& subject, const std::string& body) {
    return "From: Kari <kari@fjell.example>\r\nTo: alice@example.org\r\nSubject: " + subject +
           "\r\nMessage-ID: <" + subject + "@fjell.example>\r\n\r\n" + body;
}

}  // namespace postvern::records
