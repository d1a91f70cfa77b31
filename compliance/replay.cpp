#include "compliance/replay.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "records/past_facts.hpp"

namespace postvern::compliance {

namespace {

using policy::Action;
using policy::PastRequest;
using policy::Principal;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::PastFacts;

template <typename Word>
std::optional<Word> word_named(std::string_view text, std::size_t count) {
    for (std::size_t index = 0; index < count; ++index) {
        const auto word = static_cast<Word>(index);
        if (name(word) == text) return word;
    }
    return {};
}

// Whoever may have acted.
std::vector<Principal> actors(const records::EverKnown& known) {
    std::vector<Principal> all{Principal::founder(), Principal::delivery_agent(), Principal::staff(0)};
    for (std::size_t job = 0; job < policy::kJobCount; ++job) {
        all.push_back(Principal::job(static_cast<policy::Job>(job)));
    }
    for (const std::uint32_t user : known.staff) all.push_back(Principal::staff(user));
    for (const policy::AccountId account : known.accounts) all.push_back(Principal::owner(account));
    for (const std::uint64_t number : known.processors) {
        all.push_back({policy::Role::processor, number});
    }
    return all;
}

// What may have been touched, given whose it was and which case it belonged to.
std::vector<Resource> resources(policy::AccountId subject, std::optional<std::uint64_t> legal_case,
                                const records::EverKnown& known) {
    if (legal_case) {
        std::vector<Resource> all{Resource::numbered(ResourceType::legal_case, *legal_case)};
        for (const std::uint64_t number : known.holds) {
            all.push_back(Resource::numbered(ResourceType::hold, number));
        }
        return all;
    }
    if (subject != policy::kNoAccount) {
        std::vector<Resource> all{Resource::of(subject)};
        for (const auto kind : {policy::CollectionKind::mailbox, policy::CollectionKind::calendar,
                                policy::CollectionKind::addressbook, policy::CollectionKind::files}) {
            all.push_back(Resource::of(subject, policy::CollectionId{1}, {}, kind));
        }
        return all;
    }
    std::vector<Resource> all{Resource::site(), Resource::ledger(), Resource::rulebook(),
                              Resource::numbered(ResourceType::report, 0),
                              Resource::numbered(ResourceType::legal_case, 0)};
    for (const std::uint64_t number : known.cases) {
        all.push_back(Resource::numbered(ResourceType::legal_case, number));
    }
    for (const std::uint64_t number : known.holds) {
        all.push_back(Resource::numbered(ResourceType::hold, number));
    }
    return all;
}

// The states of facts that the entry may have met, each by a moment at which it was.
std::vector<std::int64_t> moments(records::Site& site, const records::RecordedAct& act) {
    std::vector<std::int64_t> all{act.moment - 1};
    const auto changes =
        PastFacts::changes(site.store(), act.moment, act.moment + act.rounded_to);
    all.insert(all.end(), changes.begin(), changes.end());
    return all;
}

bool agrees(const policy::Decision& decision, const records::RecordedAct& act) {
    if (decision.permitted != (act.outcome == policy::Outcome::granted)) return false;
    std::string rules;
    for (const std::string& rule : decision.rules) rules += (rules.empty() ? "" : " ") + rule;
    return act.cut ? rules.starts_with(act.rules) : rules == act.rules;
}

// What an extraction takes is not recorded: the whole of what its order names, class by class.
std::vector<std::optional<policy::Extent>> extents(const PastRequest& request, const PastFacts& facts) {
    if (request.action != Action::extract && request.action != Action::disclose) return {{}};
    std::vector<std::optional<policy::Extent>> all{{}};
    const auto of = facts.legal_case(request.resource.number);
    if (!of || !of->order) return all;
    for (const policy::AccountId account : of->order->accounts) {
        for (const policy::DisclosureClass data_class : of->order->classes) {
            for (const bool to_court : {false, true}) {
                all.push_back(policy::Extent{account, data_class, of->order->window_from,
                                             of->order->window_until, to_court});
            }
        }
    }
    return all;
}

std::vector<std::uint64_t> instructions(const PastRequest& request, const PastFacts& facts) {
    std::vector<std::uint64_t> all{0};
    if (request.principal.role != policy::Role::processor) return all;
    const auto known = facts.processor(request.principal.id);
    if (known) all.insert(all.end(), known->instructions.begin(), known->instructions.end());
    return all;
}

// A second or two: in a quarter of an hour of many changes there may be more.
constexpr std::uint64_t kMostAsked = 200'000;

struct TooMany : std::runtime_error {
    TooMany() : std::runtime_error("too much changed in that quarter of an hour to tell what it met") {}
};

// Asks for everything that the entry may have been, until one agrees.
class Search {
  public:
    Search(const policy::PastRules& rules, Replayed& replayed) : rules_(rules), replayed_(replayed) {}

    // Whether it is found. Throws TooMany.
    bool ask(PastRequest request, const PastFacts& facts) {
        for (const auto& extent : extents(request, facts)) {
            for (const std::uint64_t instruction : instructions(request, facts)) {
                if (++asked_ > kMostAsked) throw TooMany();
                request.extent = extent;
                request.instruction = instruction;
                policy::Decision decision = rules_.decide(request, facts);
                const bool found = agrees(decision, replayed_.recorded);
                if (found || !replayed_.request) {
                    replayed_.request = request;
                    replayed_.decision = std::move(decision);
                }
                if (found) return true;
            }
        }
        return false;
    }

  private:
    const policy::PastRules& rules_;
    Replayed& replayed_;
    std::uint64_t asked_ = 0;
};

bool search(records::Site& site, const policy::PastRules& rules, PastRequest request,
            const std::vector<Resource>& resources, Replayed& replayed) {
    Search search(rules, replayed);
    const records::RecordedAct& act = replayed.recorded;
    for (const std::int64_t known_at : moments(site, act)) {
        const PastFacts facts(site.store(), site.vault(), known_at);
        for (const std::int64_t asked :
             {std::max(known_at, act.moment), act.moment + act.rounded_to - 1}) {
            request.moment = asked;
            for (const Resource& resource : resources) {
                request.resource = resource;
                if (search.ask(request, facts)) return true;
            }
        }
    }
    return false;
}

}  // namespace

std::optional<Replayed> replay(records::Site& site, policy::Grant&& grant, std::uint64_t sequence,
                               const RulebookShelf& shelf, const records::ReadingKey* key) {
    const records::EverKnown known = records::ever_known(site.store());
    const std::vector<Principal> who = actors(known);
    const auto named =
        site.ledger().entry(std::move(grant), sequence, {who, known.accounts, known.cases}, key);
    if (!named) return {};
    Replayed replayed;
    replayed.recorded = named->act;
    const auto unknown = [&replayed](std::string why) {
        replayed.why = std::move(why);
        return replayed;
    };
    const auto action = word_named<Action>(named->act.operation, policy::kActionCount);
    const auto purpose = word_named<Purpose>(named->act.purpose, policy::kPurposeCount);
    if (!action || !purpose) return unknown("this program does not know such an act");
    if (!named->actor) return unknown("whoever acted is on record no more");
    if (!named->subject) return unknown("whose data it was is on record no more");
    const auto files = shelf(named->act.rulebook);
    if (!files) return unknown("the rulebook of that day is not kept");
    std::optional<policy::PastRules> rules;
    try {
        rules.emplace(*files);
    } catch (const std::runtime_error& failure) {
        return unknown(std::string("this program cannot read the rules of that day: ") + failure.what());
    }
    try {
        const bool found = search(site, *rules, {*named->actor, *action, {}, *purpose, 0},
                                  resources(*named->subject, named->legal_case, known), replayed);
        replayed.outcome = found ? Replayed::Outcome::same : Replayed::Outcome::differs;
    } catch (const TooMany& many) {
        return unknown(many.what());
    }
    return replayed;
}

}  // namespace postvern::compliance
