#include "compliance/retention.hpp"

#include <chrono>
#include <future>
#include <stdexcept>

namespace postvern::compliance {

namespace {

constexpr auto kRun = std::chrono::hours(1);
constexpr auto kForget = std::chrono::minutes(1);
// How long it is known what was known: as long as the records that it explains are kept (five years).
constexpr std::int64_t kKnownFor = std::int64_t{5 * 366} * 86'400;  // seconds

policy::Subject admit(records::Site& site, policy::Gate& gate) {
    auto subject = gate.admit(policy::JobClaim{policy::Job::retention, site.house_token()},
                              policy::Channel::job);
    if (!subject) throw std::logic_error("the retention job was not admitted");
    return std::move(*subject);
}

}  // namespace

Retention::Retention(records::Site& site, policy::Gate& gate, records::Archive& archive,
                     records::Cases& cases, std::function<void(Trouble, std::uint64_t)> failed, Casework* casework)
    : site_(site),
      gate_(gate),
      archive_(archive),
      cases_(cases),
      casework_(casework),
      failed_(std::move(failed)),
      subject_(admit(site, gate)),
      cadence_([this] { return look(); }) {}

Cadence::Pause Retention::look() {
    site_.forget_expired();
    if (site_.ledger().standing_fault()) failed_(Trouble::publication, 1);
    if (std::chrono::steady_clock::now() >= next_run_) {
        run_once();
        next_run_ = std::chrono::steady_clock::now() + kRun;
    }
    return kForget;
}

std::uint64_t Retention::run_once() {
    std::lock_guard running(running_);
    std::uint64_t destroyed = 0;
    std::uint64_t failures = 0;
    const std::int64_t now = site_.settings().clock();
    const auto attempt = [&failures](const auto& work) {
        try {
            work();
        } catch (const std::exception&) {
            ++failures;
        }
    };
    try {
        for (const policy::AccountId account : site_.register_().accounts_due(now)) {
            attempt([&] { destroyed += purge(account); });
        }
        for (const std::uint64_t hold : site_.register_().all_holds()) {
            attempt([&] { destroyed += release_if_over(hold, now); });
        }
        attempt([&] {
            if (casework_ == nullptr) return;
            std::uint64_t damaged = 0;
            for (const std::uint64_t number : casework_->files_due(now, damaged)) {
                attempt([&] { destroyed += end_file(number); });
            }
            failures += damaged;
        });
        attempt([&] { destroyed += casework_ == nullptr ? 0 : casework_->forget_destroyed(now); });
        attempt([&] { destroyed += site_.register_().forget_before(now - kKnownFor); });
        attempt([&] { site_.seal_record_keys_if_due(); });
        attempt([&] { destroyed += site_.ledger().purge(now); });
    } catch (const std::exception&) {
        ++failures;
    }
    if (failures > 0) failed_(Trouble::purge, failures);
    return destroyed;
}

policy::Grant Retention::leave(policy::Action action, policy::Resource resource) {
    return gate_.ask_and_wait({subject_, action, std::move(resource), policy::Purpose::retention,
                               policy::Channel::job});
}

// Value: how many files of cases were destroyed.
std::uint64_t Retention::end_file(std::uint64_t number) {
    auto grant =
        leave(policy::Action::purge, policy::Resource::numbered(policy::ResourceType::legal_case, number));
    return casework_->destroy_file(std::move(grant)) ? 1 : 0;
}

// Value: how many were released.
std::uint64_t Retention::release_if_over(std::uint64_t hold, std::int64_t now) {
    const auto facts = site_.register_().hold(hold);
    if (!facts || facts->until >= now) return 0;
    cases_.release(leave(policy::Action::purge,
                         policy::Resource::numbered(policy::ResourceType::hold, hold)));
    return 1;
}

std::uint64_t Retention::purge(policy::AccountId account) {
    auto grant = leave(policy::Action::purge, policy::Resource::of(account));
    const auto facts = site_.register_().account(account);
    const bool closed = facts && facts->state == policy::AccountState::closed;
    const bool past = facts && facts->retained_until && *facts->retained_until < grant.moment();
    if (closed || past) {
        // Records of who touched it go with it (GDPR Art. 17(1)): also where closing it was cut short before.
        site_.ledger().erase_subject(leave(policy::Action::erase, policy::Resource::of(account)));
    }
    std::promise<std::uint64_t> finished;
    archive_.purge(std::move(grant), [&finished](records::Outcome<std::uint64_t> outcome) {
        if (outcome.index() == 1) {
            finished.set_exception(std::get<1>(outcome));
        } else {
            finished.set_value(std::get<0>(outcome));
        }
    });
    return finished.get_future().get();
}

}  // namespace postvern::compliance
