// Journeys of cases from step to step, and a look around in each state that they come through: every step by everybody that
// is not theirs to take there, or lacks what it needs, is refused, changes nothing, and is on record.
#pragma once

#include <ostream>
#include <set>
#include <span>

#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {

using States = std::set<CaseState>;

class Walk : public ExtractionBench {
  public:
    struct Person {
        std::uint32_t user;
        CaseActor office;
    };

    Walk();

    // In the state in which the case is now.
    void look_around(const std::string& reference);
    const States& seen() const { return seen_; }

    // --- Steps ------------------------------------------------------------------------------------
    // Takes it, and fails the test where it is refused.
    void go(std::uint32_t user, const std::string& reference, const CaseAct& act);
    void go(const std::string& reference, const CaseAct& act) { go(kOfficer, reference, act); }
    // The same, and a look around afterwards.
    void go_and_look(const std::string& reference, const CaseAct& act);
    // What is due at the bench's clock, so many days later.
    void wait(const std::string& reference, std::int64_t days);

    // With the reason, and the papers of these kinds.
    static CaseAct with(CaseStep step, std::initializer_list<const char*> papers, std::string reason = {});
    static CaseAct claiming(CaseStep step, Evidence evidence);
    CaseAct deferring(std::int64_t days);

    // A case with a court's order over what is in the account, entered.
    std::string ordered();
    // The same up to SCOPED.
    std::string in_scope();

    using ExtractionBench::approve;
    using ExtractionBench::clear;
    using ExtractionBench::extract;
    using ExtractionBench::notify;
    using ExtractionBench::partials;
    using ExtractionBench::request;
    using ExtractionBench::step;
    using ExtractionBench::validate;

  private:
    std::size_t entries_of(std::uint32_t user, std::uint64_t number);
    std::size_t try_all(const std::string& reference, const CaseView& view, const Person& person);
    void expect_refused(const std::string& reference, CaseState state, CaseStep step, std::uint32_t user);

    States seen_;
};

struct Journey {
    const char* name;
    void (*walk)(Walk& walk);
    States states;  // in which it looks around
};
inline void PrintTo(const Journey& journey, std::ostream* out) { *out << journey.name; }

// By where they lead.
std::vector<Journey> journeys_without_an_order();
std::vector<Journey> journeys_of_an_order();
std::vector<Journey> journeys_to_the_end();

}  // namespace postvern::compliance
