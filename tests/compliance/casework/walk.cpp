#include "tests/compliance/casework/walk.hpp"

namespace postvern::compliance {

namespace {

constexpr std::uint32_t kOperator = 70'009;

constexpr Walk::Person kEverybody[] = {{kOfficer, CaseActor::legal_officer},
                                       {kSecond, CaseActor::second_officer},
                                       {kWatchdog, CaseActor::data_protection_officer},
                                       {kSupport, CaseActor::support},
                                       {kDirector, CaseActor::managing_director},
                                       {kOperator, CaseActor::operator_},
                                       {kConcerned, CaseActor::legal_officer}};

// Whether the step lacks something for whose it is, who brings nothing but a reason. A classification and an order without
// suspicion bring their basis by themselves: whether these lack anything the view before the step does not say.
bool is_premature(CaseView view, const Transition& row, std::int64_t now) {
    const bool brings_basis = row.step == CaseStep::classify ||
                              (row.step == CaseStep::hold_for_counsel && view.state == CaseState::order_received);
    if (brings_basis) return false;
    view.evidence.add(Evidence::reason);
    view.evidence.add(Evidence::notice);  // made with the step
    return !missing(view, row, now).empty();
}

}  // namespace

Walk::Walk() { home().employ(kOperator, policy::StaffRole::operator_); }

// In the access record, about that case.
std::size_t Walk::entries_of(std::uint32_t user, std::uint64_t number) {
    records::RecordFilter filter;
    filter.actor = policy::Principal{policy::Role::staff, user};
    filter.most = 100'000;
    auto leave = home().ask(house().subject(kWatchdog), policy::Action::review,
                                  policy::Resource::numbered(policy::ResourceType::legal_case, number),
                                  policy::Purpose::accountability);
    return home().site.ledger().entries(std::move(leave), filter).size();
}

void Walk::look_around(const std::string& reference) {
    const CaseSight sight = see(reference, kColleague);
    seen_.insert(sight.view.state);
    for (const Person& person : kEverybody) {
        const std::size_t before = entries_of(person.user, sight.file.number);
        const std::size_t tries = try_all(reference, sight.view, person);
        EXPECT_GT(tries, 0U);
        EXPECT_GE(entries_of(person.user, sight.file.number), before + tries) << person.user << " in " << sight.file.state;
    }
}

// Value: how many steps the person tried.
std::size_t Walk::try_all(const std::string& reference, const CaseView& view, const Person& person) {
    std::size_t tries = 0;
    for (std::size_t index = 0; index < kCaseStepCount; ++index) {
        const auto step = static_cast<CaseStep>(index);
        const Transition* const row = transition(view.state, step);
        const bool is_theirs = row != nullptr && row->is_of(person.office) && person.user != kConcerned;
        if (is_theirs && !is_premature(view, *row, home().now)) continue;
        expect_refused(reference, view.state, step, person.user);
        ++tries;
    }
    return tries;
}

void Walk::expect_refused(const std::string& reference, CaseState state, CaseStep step, std::uint32_t user) {
    const std::string tried = std::string(name(step)) + " by " + std::to_string(user) + " in " + std::string(name(state));
    const std::uint64_t before = home().site.ledger().commits();
    bool taken = false;
    try {
        taken = take(user, reference, step, {}, "trying").taken;
    } catch (const policy::Denied&) {
        // by the rules themselves
    } catch (const records::NotFound&) {
        EXPECT_EQ(user, kConcerned) << tried;
    }
    EXPECT_FALSE(taken) << tried;
    EXPECT_GT(home().site.ledger().commits(), before) << tried << " is not on record";
    EXPECT_EQ(see(reference, kColleague).view.state, state) << tried;
}

void Walk::go(std::uint32_t user, const std::string& reference, const CaseAct& act) {
    ASSERT_EQ(take(user, reference, act).refusal, "") << name(act.step);
}

void Walk::go_and_look(const std::string& reference, const CaseAct& act) {
    go(reference, act);
    look_around(reference);
}

void Walk::wait(const std::string& reference, std::int64_t days) {
    home().now += days * kDay + 1;
    std::uint64_t failed = 0;
    casework().run_due(failed);
    EXPECT_EQ(failed, 0U) << see(reference).file.state;
}

CaseAct Walk::with(CaseStep step, std::initializer_list<const char*> papers, std::string reason) {
    CaseAct act = Walk::step(step);
    act.reason = std::move(reason);
    for (const char* const kind : papers) act.papers.push_back({kind, std::string(kind) + ".pdf", "a paper"});
    return act;
}

CaseAct Walk::claiming(CaseStep step, Evidence evidence) {
    CaseAct act = Walk::step(step);
    act.evidence = {evidence};
    return act;
}

CaseAct Walk::deferring(std::int64_t days) {
    CaseAct act = with(CaseStep::defer_notice, {"silence-paper"});
    act.silence = policy::Silence::court;
    act.until = home().now + days * kDay;
    return act;
}

std::string Walk::ordered() {
    home().deliver(alice, records::letter("within"));
    home().now += 100;
    const std::string reference = classified(kCourt);
    go(reference, entering(order_until_now(reference)));
    return reference;
}

std::string Walk::in_scope() {
    const std::string reference = ordered();
    validate(reference);
    clear(reference);
    return reference;
}

}  // namespace postvern::compliance
