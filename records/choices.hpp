// What owners decide about the processing of what is theirs: consents, its restriction, snapshots, counts of
// their own accesses, and until when it is kept. Each call consumes a Grant of the owner's account, is
// *blocking* and thread-safe. Failures: records/errors.hpp; policy::Denied for a grant of something else.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/gate.hpp"
#include "records/errors.hpp"

namespace postvern::records {

class Ledger;
class Store;

// Moments are Unix seconds.
struct Consent {
    policy::Purpose purpose{};
    std::int64_t text = 0;  // version of the text that was agreed to
    std::int64_t given = 0;
    std::optional<std::int64_t> withdrawn{};
    bool in_force = false;  // neither withdrawn nor to a text that is no longer in force
};

struct ChoicesMade {
    std::vector<Consent> consents;  // the oldest first
    bool restricted = false;
    bool no_snapshots = false;
    bool no_tallies = false;
    std::optional<std::int64_t> retained_until{};
};

class Choices {
  public:
    // Throws std::logic_error where the store serves another gate already.
    Choices(Store& store, policy::Gate& gate, Ledger& ledger);

    ChoicesMade read(policy::Grant&& grant) const;  // [export]

    // To the text of version `text`; one to an earlier version ends by it. Unacceptable for a purpose that
    // there is no consent to, and for a text that is not in force (Store's settings). [give_consent]
    void give(policy::Grant&& grant, policy::Purpose purpose, std::int64_t text);
    // From now on; what was done before stays lawful (GDPR Art. 7(3)). NotFound where none is in force.
    void withdraw(policy::Grant&& grant, policy::Purpose purpose);  // [withdraw_consent]

    void restrict(policy::Grant&& grant);          // GDPR Art. 18 [restrict]
    void lift_restriction(policy::Grant&& grant);  // [lift_restriction]

    void want_snapshots(policy::Grant&& grant, bool wanted);  // [set_retention]
    // Whether their own accesses are counted by day and protocol in the access record. From when it returns, nothing is
    // counted and no count is kept of who wants none. [set_retention]
    void want_tallies(policy::Grant&& grant, bool wanted);
    // Everything is destroyed after that moment; absent: no end is set. Unacceptable for one that is past.
    void keep_until(policy::Grant&& grant, std::optional<std::int64_t> moment);  // [set_retention]

  private:
    template <typename Change>
    void change(policy::Grant&& grant, policy::Action action, Change change);
    template <typename Change>
    void change_under(const policy::Grant& grant, policy::Action action, Change change);

    Store& store_;
    policy::Gate& gate_;
    Ledger& ledger_;
};

}  // namespace postvern::records
