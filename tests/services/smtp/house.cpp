#include "tests/services/smtp/house.hpp"

#include <algorithm>
#include <utility>

#include "services/sign_in/ask.hpp"
#include "test_places.hpp"

namespace postvern::services::smtp {
namespace {

const std::map<std::string, policy::AccountId>& addresses() {
    static const std::map<std::string, policy::AccountId> known{
        {"alice@example.org", kAlice},       {"alice.alias@example.org", kAlice},
        {"bob@example.org", kBob},           {"bob+tag@example.org", kBob},
        {"disabled@example.org", kDisabled}, {"postmaster", kAlice},
        {"bl\xC3\xA5@example.org", kBob},
    };
    return known;
}

class ThreeAccounts final : public policy::Facts {
  public:
    std::optional<policy::AccountFacts> account(policy::AccountId account) const override {
        policy::AccountFacts facts;
        facts.state =
            account == kDisabled ? policy::AccountState::disabled : policy::AccountState::open;
        return facts;
    }
    std::optional<policy::StaffFacts> staff(std::uint32_t) const override { return {}; }
    std::optional<policy::ProcessorFacts> processor(std::uint64_t) const override { return {}; }
    std::optional<policy::CaseFacts> legal_case(std::uint64_t) const override { return {}; }
    std::optional<policy::HoldFacts> hold(std::uint64_t) const override { return {}; }
    std::uint64_t generation() const noexcept override { return 1; }
};

class NoJournal final : public policy::Journal {
  public:
    void tally(const policy::Act&) override {}
    void record(const policy::Act&, std::function<void(std::exception_ptr)> done) override {
        done(nullptr);
    }
};

class OnePassword final : public policy::Credentials {
  public:
    std::optional<policy::Verified> verify(const policy::Claim& claim) override {
        if (std::holds_alternative<policy::DeliveryClaim>(claim)) {
            return policy::Verified{policy::Principal::delivery_agent(), policy::kNoKeys};
        }
        const auto* login = std::get_if<policy::LoginClaim>(&claim);
        if (login == nullptr || login->password != "secret") return std::nullopt;
        const auto account = addresses().find(std::string(login->name));
        if (account == addresses().end()) return std::nullopt;
        return policy::Verified{policy::Principal::owner(account->second), policy::KeySession{7}};
    }
    void release(policy::KeySession) noexcept override {}
};

}  // namespace

std::unique_ptr<policy::Gate> make_gate() {
    const auto rulebook = policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook");
    policy::Ports ports{
        .facts = std::make_shared<ThreeAccounts>(),
        .journal = std::make_shared<NoJournal>(),
        .credentials = std::make_shared<OnePassword>(),
        .clock = [] { return kNow; },
        .sha256 = [](std::string_view) { return policy::RulebookHash{}; }};
    return policy::Assembly::make_gate(rulebook, std::move(ports));
}

net::Task<Lookup> Pigeonholes::find(grammar::Mailbox address, policy::Channel) {
    const auto found = addresses().find(address.text());
    if (found != addresses().end()) co_return Lookup{Lookup::Kind::known, found->second};
    const bool is_ours = address.domain == "example.org";
    co_return Lookup{is_ours ? Lookup::Kind::unknown : Lookup::Kind::remote, policy::kNoAccount};
}

net::Task<bool> Pigeonholes::owns(policy::AccountId account, std::vector<grammar::Mailbox> asked) {
    co_return std::all_of(asked.begin(), asked.end(), [&](const grammar::Mailbox& address) {
        const auto found = addresses().find(address.text());
        return found != addresses().end() && found->second == account;
    });
}

net::Task<void> Pigeonholes::permit_submission(const policy::Subject& owner) {
    const policy::Request request{owner, policy::Action::submit,
                                  policy::Resource::of(owner.account()),
                                  policy::Purpose::service_delivery, policy::Channel::submission};
    auto asking = sign_in::ask(gate_, request);
    co_await asking;
}

net::Task<void> Pigeonholes::deliver(std::vector<policy::AccountId> recipients,
                                     std::shared_ptr<const std::string> message, policy::Channel) {
    const std::lock_guard lock(mutex_);
    for (const auto recipient : recipients) {
        const auto failure = failures_.find(recipient);
        if (failure != failures_.end()) std::rethrow_exception(failure->second);
    }
    for (const auto recipient : recipients) messages_[recipient].push_back(*message);
    co_return;
}

void Pigeonholes::fail_for(policy::AccountId account, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    failures_[account] = std::move(failure);
}

std::vector<std::string> Pigeonholes::messages_of(policy::AccountId account) const {
    const std::lock_guard lock(mutex_);
    const auto found = messages_.find(account);
    return found == messages_.end() ? std::vector<std::string>{} : found->second;
}

House::House(Dialect dialect, Limits limits, std::uint64_t budget_octets,
             bool is_tls_from_the_start)
    : budget(budget_octets),
      service{.dialect = dialect,
              .host = "mail.example.org",
              .tls = nullptr,
              .limits = limits,
              .mailroom = mailroom,
              .sign_in = sign_in,
              .budget = budget,
              .events = events,
              .clock = [] { return kNow; }},
      site([this](net::Stream& stream) { return serve(service, stream); }, is_tls_from_the_start) {
    service.tls = &site.tls;
}

}  // namespace postvern::services::smtp
