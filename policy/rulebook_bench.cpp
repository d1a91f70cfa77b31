#include <random>

#include "policy/loaded_rulebook.hpp"
#include "policy/rules_bench.hpp"
#include "policy/tools/bench_measure.hpp"

namespace postvern::policy {

using engine::compiled::CompiledRequest;
using engine::compiled::CompiledVerdict;
using engine::compiled::RequestBuilder;

namespace {

constexpr std::int64_t kMoment = 1'700'000'000;
constexpr std::int64_t kLater = kMoment + 3'600;

struct Asked {
    Question question;
    KnownFacts facts;
};

class Questions {
  public:
    Asked draw() {
        const unsigned kind = number(100);
        if (kind < 70) return by_owner();
        if (kind < 90) return delivery();
        if (kind < 93) return by_job();
        if (kind < 97) return by_staff();
        return of_case();
    }

  private:
    // Below `end`.
    unsigned number(unsigned end) { return static_cast<unsigned>(random_() % end); }

    AccountFacts account() {
        AccountFacts facts;
        facts.state = number(20) == 0 ? AccountState::disabled : AccountState::open;
        if (number(2) == 0) facts.purge_due = kMoment + 10'000;
        facts.restricted = number(50) == 0;
        facts.consents = {Purpose::spam_filtering};
        facts.valid_until = kLater;
        return facts;
    }

    Asked by_owner() {
        constexpr Action kActs[] = {Action::read,   Action::list, Action::search, Action::mark,
                                    Action::append, Action::copy, Action::watch,  Action::sign_in};
        const AccountId id{1 + number(5'000)};
        const Action act = kActs[number(std::size(kActs))];
        const auto whose = number(100) == 0 ? AccountId{1 + number(5'000)} : id;
        return {{Principal::owner(id), act,
                 act == Action::sign_in ? Resource::of(whose)
                                        : Resource::of(whose, CollectionId{1 + number(50'000)}),
                 Purpose::service_delivery, Channel::imap, kMoment},
                {account()}};
    }

    Asked delivery() {
        return {{Principal::delivery_agent(), Action::deliver, Resource::of(AccountId{1 + number(5'000)}),
                 Purpose::service_delivery, Channel::lmtp, kMoment},
                {account()}};
    }

    Asked by_job() {
        const AccountId id{1 + number(5'000)};
        if (number(2) == 0) {
            return {{Principal::job(Job::spam_filter), Action::scan, Resource::of(id),
                     Purpose::spam_filtering, Channel::job, kMoment},
                    {account()}};
        }
        return {{Principal::job(Job::retention), Action::purge, Resource::of(id), Purpose::retention,
                 Channel::job, kMoment},
                {account()}};
    }

    StaffFacts staff(StaffRole role) { return {{role}, kLater, kLater, kLater, kLater, kLater}; }

    Asked by_staff() {
        KnownFacts facts;
        facts.staff = staff(StaffRole::operator_);
        return {{Principal::staff(1'000 + number(20)), Action::list_accounts, Resource::site(),
                 Purpose::administration, Channel::control, kMoment},
                facts};
    }

    Asked of_case() {
        KnownFacts facts;
        facts.staff = staff(StaffRole::legal_officer);
        CaseFacts of;
        of.accounts = {AccountId{7}};
        of.basis = Basis::court_order;
        of.route = Route::domestic;
        of.order = OrderFacts{true, true, 0, kLater, {AccountId{7}}, {DisclosureClass::mail}, 0, kLater};
        of.order->secrecy_lifted = true;
        of.director_approved = of.second_officer_approved = of.owners_told = true;
        facts.legal_case = of;
        return {{Principal::staff(1'000 + number(20)), Action::disclose,
                 Resource::numbered(ResourceType::legal_case, 1 + number(50)), Purpose::legal_request,
                 Channel::control, kMoment,
                 Extent{AccountId{7}, DisclosureClass::mail, 10, 20, false}},
                facts};
    }

    std::mt19937 random_{20261122};
};

}  // namespace

RulebookBenchRow bench_rulebook(std::span<const RulebookFile> files, const BenchOptions& options) {
    // The hash is for records; here nothing is recorded.
    const auto loaded = LoadedRulebook::load(files, [](std::string_view) { return RulebookHash{}; });
    Questions questions;
    std::vector<Asked> asked;
    for (std::size_t i = 0; i < options.requests; ++i) asked.push_back(questions.draw());

    RequestBuilder builder(loaded->table());
    QuestionRoom room;
    engine::compiled::Authorizer authorizer(loaded->table());
    CompiledVerdict verdict;
    verdict.reserve(loaded->policies());
    CompiledRequest request;
    const auto prepare = [&](std::size_t i) {
        builder.begin();
        request = loaded->cells().make(asked[i].question, asked[i].facts, builder, room);
    };
    const auto decide = [&](std::size_t) {
        authorizer.decide(request, engine::Strictness::house, verdict);
    };

    RulebookBenchRow row;
    row.policies = loaded->policies();
    row.questions = asked.size();
    row.prepared = tools::measure(asked.size(), options.allocations, prepare, decide);
    row.from_facts = tools::measure(
        asked.size(), options.allocations, [](std::size_t) {},
        [&](std::size_t i) {
            prepare(i);
            decide(i);
        });
    std::size_t permitted = 0;
    row.in_words = tools::measure(
        asked.size(), options.allocations, [](std::size_t) {},
        [&](std::size_t i) {
            if (loaded->decide(asked[i].question, asked[i].facts).permitted) ++permitted;
        });
    // Each was asked twice: to warm up, and for the record.
    row.permitted = static_cast<double>(permitted) / static_cast<double>(2 * asked.size());
    return row;
}

}  // namespace postvern::policy
