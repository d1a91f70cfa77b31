// The rulebook as the Gate asks it, compiled, against the interpreter over the same question.
#include "policy/loaded_rulebook.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "policy/engine/house_schema.hpp"
#include "policy/engine/verdict.hpp"
#include "test_places.hpp"

namespace postvern::policy {
namespace {

std::vector<engine::Source> shipped_sources() {
    std::vector<engine::Source> sources;
    for (const RulebookFile& file : read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook")) {
        sources.push_back({file.name, file.text});
    }
    return sources;
}

constexpr std::int64_t kMoment = 1'700'000'000;
constexpr AccountId kOwn{7};
constexpr AccountId kOther{8};

OrderFacts order() {
    OrderFacts order;
    order.validated = order.norwegian = order.secrecy_lifted = true;
    order.until = kMoment;
    order.accounts = {kOwn};
    order.classes = {DisclosureClass::mail, DisclosureClass::subscriber};
    order.window_until = kMoment;
    return order;
}

// A request for data that is carried out, and one that is not.
CaseFacts sound_case() {
    CaseFacts facts;
    facts.accounts = {kOwn};
    facts.recused = {99};
    facts.basis = Basis::court_order;
    facts.route = Route::nordic;
    facts.references = {Office::police_chief, Office::kripos};
    facts.order = order();
    facts.director_approved = facts.second_officer_approved = true;
    facts.substitutes = {0, 5};
    facts.silence = Silence::court;
    facts.silent_until = kMoment;
    return facts;
}
CaseFacts rejected_case() {
    CaseFacts facts;
    facts.recused = {0};
    facts.basis = Basis::foreign_attorney;
    facts.objection = true;
    facts.owners_told = true;
    return facts;
}

KnownFacts carried_out() {
    KnownFacts known{AccountFacts{AccountState::open, {}}, {}};
    known.staff = StaffFacts{{StaffRole::legal_officer}, kMoment, kMoment, kMoment, kMoment, kMoment + 1};
    known.account->valid_until = kMoment + 2;
    known.account->retained_until = kMoment;
    known.account->consents = {Purpose::retrieval};
    known.processor = ProcessorFacts{kMoment, {7, 8}};
    known.legal_case = sound_case();
    known.hold = HoldFacts{5, kMoment - 1, {99}};
    return known;
}
KnownFacts refused() {
    KnownFacts known = carried_out();
    known.staff->valid_until = kMoment - 1;
    known.account->retained_until = kMoment - 1;
    known.processor = ProcessorFacts{};
    known.legal_case = rejected_case();
    known.hold = HoldFacts{5, kMoment + 1, {0}};
    return known;
}

// What an extraction takes, and what none says.
std::vector<std::optional<Extent>> extents() {
    return {std::nullopt,
            Extent{kOwn, DisclosureClass::mail, 1, kMoment, false},
            Extent{kOwn, DisclosureClass::subscriber, {}, {}, true},
            Extent{kOther, DisclosureClass::files, 1, {}, true}};
}

std::vector<KnownFacts> facts() {
    const StaffFacts operators{{StaffRole::operator_, StaffRole::support}, kMoment, kMoment, kMoment, kMoment};
    const StaffFacts lapsed{{StaffRole::managing_director, StaffRole::data_protection_officer}, {}, kMoment - 1};
    return {{},
            {AccountFacts{AccountState::open, {}}, operators},
            {AccountFacts{AccountState::open, kMoment, true}, lapsed},
            {AccountFacts{AccountState::open, {}, false, true, {Purpose::spam_filtering, Purpose::retrieval}}, {}},
            {AccountFacts{AccountState::disabled, kMoment + 1}, StaffFacts{}},
            {AccountFacts{AccountState::closed, kMoment - 1}, operators},
            carried_out(),
            refused()};
}

std::vector<Principal> principals() {
    return {Principal::owner(kOwn),         Principal::delivery_agent(),
            Principal::job(Job::retention), Principal::job(Job::backup),
            Principal::staff(0),            Principal::founder(),
            Principal::job(Job::spam_filter), {Role::processor, 3},
            {Role::authority, 4}};
}

std::vector<Resource> resources() {
    return {Resource::of(kOwn),
            Resource::of(kOther),
            Resource::of(kOwn, CollectionId{3}),
            Resource::of(kOther, CollectionId{4}, {}, CollectionKind::files),
            Resource::site(),
            Resource::ledger(),
            Resource::rulebook(),
            Resource::numbered(ResourceType::legal_case, 5),
            Resource::numbered(ResourceType::hold, 6),
            Resource::numbered(ResourceType::report, 7)};
}

// The ids of the rules that decided, and the decision, as the interpreter has it.
Decision interpret(const engine::RuleSet& rules, const Question& question,
                   const KnownFacts& known) {
    engine::Entities entities = cedar_entities(question, known);
    for (engine::Entity& action : engine::house_actions()) entities.add(std::move(action));
    const engine::Verdict verdict =
        engine::decide(rules, entities, cedar_request(question, known), engine::Strictness::house);
    Decision decision;
    decision.permitted = verdict.permitted;
    decision.record = engine::obligations(verdict).record;
    for (const engine::Policy* policy : verdict.determining) decision.rules.push_back(policy->id());
    for (const auto& error : verdict.errors) decision.errors.push_back(engine::to_text(error));
    return decision;
}

void expect_same(const Decision& decided, const Decision& expected, Action action) {
    EXPECT_EQ(decided.permitted, expected.permitted) << name(action);
    EXPECT_EQ(decided.rules, expected.rules) << name(action);
    EXPECT_EQ(decided.errors, expected.errors) << name(action);
    EXPECT_EQ(decided.record, expected.record) << name(action);
}

TEST(LoadedRulebook, DecidesEveryQuestionAsTheInterpreterDoes) {
    const engine::RuleSet rules = engine::RuleSet::parse(shipped_sources());
    const LoadedRulebook loaded(engine::RuleSet::parse(shipped_sources()), {});
    const auto known = facts();
    std::size_t permitted = 0;
    std::size_t turn = 0;
    for (const Principal& principal : principals()) {
        for (const Resource& resource : resources()) {
            for (std::size_t action = 0; action < kActionCount; ++action) {
                for (const auto& fact : known) {
                    // The purposes take turns.
                    const auto other = static_cast<Purpose>(turn++ % kPurposeCount);
                    const auto extent = extents()[turn % extents().size()];
                    for (const Purpose purpose :
                         {Purpose::service_delivery, Purpose::legal_request, other}) {
                        const Question question{principal,     static_cast<Action>(action),
                                                resource,      purpose,
                                                Channel::imap, kMoment,
                                                extent,        turn % 2 == 0 ? 7U : 0U};
                        const Decision decided = loaded.decide(question, fact);
                        expect_same(decided, interpret(rules, question, fact), question.action);
                        if (decided.permitted) ++permitted;
                    }
                }
            }
        }
    }
    EXPECT_GT(permitted, 20U);
}

TEST(LoadedRulebook, CarriesOutAnOrderOfTheFactsOnRecordAndNothingWider) {
    const LoadedRulebook loaded(engine::RuleSet::parse(shipped_sources()), {});
    Question question{Principal::staff(4),
                      Action::disclose,
                      Resource::numbered(ResourceType::legal_case, 5),
                      Purpose::legal_request,
                      Channel::control,
                      kMoment,
                      Extent{kOwn, DisclosureClass::mail, 1, kMoment, false}};
    KnownFacts known = carried_out();
    EXPECT_TRUE(loaded.decide(question, known).permitted);
    question.extent->window_until = kMoment + 1;
    EXPECT_FALSE(loaded.decide(question, known).permitted);
    question.extent->window_until = kMoment;
    question.extent->account = kOther;
    EXPECT_FALSE(loaded.decide(question, known).permitted);
    question.extent->account = kOwn;
    known.legal_case->second_officer_approved = false;
    EXPECT_FALSE(loaded.decide(question, known).permitted);
    known.legal_case->second_officer_approved = true;
    known.staff->valid_until = kMoment - 1;  // stale
    EXPECT_FALSE(loaded.decide(question, known).permitted);
}

// A permit may err; the Gate tells which, and where it stands.
TEST(LoadedRulebook, TellsWhichRulesCouldNotBeEvaluated) {
    const std::vector<engine::Source> sources{
        {"a.cedar",
         "@id(\"broken\") permit (principal, action, resource) when { resource.owner == principal "
         "};\n"
         "@id(\"sound\") @record(\"none\") permit (principal, action, resource);"}};
    const engine::RuleSet rules = engine::RuleSet::parse(sources);
    const LoadedRulebook loaded(engine::RuleSet::parse(sources), {});
    const Question question{Principal::owner(kOwn), Action::read,        Resource::of(kOwn),
                            Purpose::security,      Channel::submission, kMoment};
    const Decision decided = loaded.decide(question, {});
    EXPECT_TRUE(decided.permitted);
    EXPECT_EQ(decided.record, RecordStrength::none);
    ASSERT_EQ(decided.errors.size(), 1U);
    expect_same(decided, interpret(rules, question, {}), question.action);
}

TEST(LoadedRulebook, IsAskedByManyThreadsAtOnce) {
    const LoadedRulebook loaded(engine::RuleSet::parse(shipped_sources()), {});
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 1; thread <= 4; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::uint64_t turn = 0; turn < 500; ++turn) {
                const AccountId account{1 + (thread + turn) % 3};
                const Question question{Principal::owner(AccountId{thread}),
                                        Action::read,
                                        Resource::of(account, CollectionId{2}),
                                        Purpose::service_delivery,
                                        Channel::imap,
                                        kMoment};
                const Decision decision =
                    loaded.decide(question, {AccountFacts{AccountState::open, {}}, {}});
                if (decision.permitted != (static_cast<std::uint64_t>(account) == thread)) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace postvern::policy
