// Requests for data as the rules see them: what a case rests on, its order, who approved, whether an
// objection or a silence stands, what is held for it. This keeps the facts and who entered them; what
// was received, sent and done in a case is in its file (records/case_files.hpp). Every call consumes a Grant, is *blocking* and thread-safe.
// Failures: records/errors.hpp; policy::Denied for a grant of something else.
//
// INVARIANT: what was validated and approved is what is on record: a change of the order, its basis, its
// route or its accounts takes back every validation and approval.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "policy/case_facts.hpp"
#include "policy/gate.hpp"
#include "records/errors.hpp"

namespace postvern::records {

class Store;
class Vault;

// The two who approve.
enum class Approver : std::uint8_t { managing_director, second_officer };

struct Substitute {
    Approver office = Approver::managing_director;
    std::uint32_t user = 0;
    std::optional<std::int64_t> until{};  // Unix seconds, excluded; absent: as long as the case lasts
    bool is_in_force(std::int64_t moment) const { return !until || moment < *until; }
    friend bool operator==(const Substitute&, const Substitute&) = default;
};

// Users are Unix user ids, moments Unix seconds.
struct CaseRecord {
    std::vector<policy::AccountId> accounts{};
    std::vector<std::uint32_t> named{};  // people of the house whom it names
    std::optional<policy::Basis> basis{};
    std::optional<policy::Route> route{};
    std::vector<policy::Office> references{};
    std::optional<policy::OrderFacts> order{};  // `validated` is not used: see `validators`
    std::vector<std::uint32_t> validators{};
    std::optional<std::uint32_t> director{};        // who approved as managing director
    std::optional<std::uint32_t> second_officer{};  // who approved as second officer
    std::vector<Substitute> substitutes{};
    bool objection = false;
    policy::Silence silence = policy::Silence::none;
    std::optional<std::int64_t> silent_until{};
    bool owners_told = false;
};

struct HoldRecord {
    std::uint64_t legal_case = 0;
    policy::AccountId account = policy::kNoAccount;
    std::int64_t until = 0;
};

// What a hold keeps. Moments are Unix seconds.
struct HoldScope {
    policy::AccountId account = policy::kNoAccount;
    std::vector<policy::DisclosureClass> classes{};  // none named: all
    // Of the days that it touches, both included; absent: without bound.
    std::optional<std::int64_t> window_from{};
    std::optional<std::int64_t> window_until{};
    bool arrivals = false;  // whether what is stored in the account while the hold lasts is kept as well
};

// What a hold keeps now. `lacking`: items that nobody can open, since their keys are not sealed to a disclosure key yet; they
// will be at the owner's next sign-in, if it comes before the owner's keys go.
struct Held {
    std::uint64_t number = 0;
    std::uint64_t items = 0;
    std::uint64_t lacking = 0;
};

// --- What a step changes of what the rules see; in brackets the action that it takes -----------------
// Also about these accounts and people from now on; takes back every validation and approval. [decide_case]
struct Concerned {
    std::vector<policy::AccountId> accounts;
    std::vector<std::uint32_t> named;
};
struct Classified {  // [decide_case]
    policy::Basis basis;
    std::optional<policy::Route> route;
    std::vector<policy::Office> references;
};
struct Ordered {  // Unacceptable as Cases::enter_order is [decide_case]
    policy::OrderFacts order;
};
// Secrecy is lifted, or privilege flagged, after the order was entered: validations stand. [decide_case]
struct SecrecyLifted {};
struct PrivilegeFlagged {};
// Less is taken of the order than it says: validations stand. Unacceptable for what goes beyond the order on record. [decide_case]
struct Narrowed {
    std::vector<policy::AccountId> accounts{};
    std::vector<policy::DisclosureClass> classes{};
    std::optional<std::int64_t> window_from{};  // Unix seconds, included; absent: as it is
    std::optional<std::int64_t> window_until{};
};
struct Validated {};  // by whoever asked; as Cases::validate [decide_case]
struct Silenced {     // [decide_case]
    policy::Silence silence = policy::Silence::none;
    std::optional<std::int64_t> until;
};
struct Appointed {  // [appoint_substitute]
    Substitute substitute;
};
struct Approved {  // by whoever asked [approve]
    Approver office = Approver::managing_director;
};
struct Objected {};           // [object]
struct ObjectionAnswered {};  // [answer_objection]
struct OwnersTold {};         // [notify]
struct ApprovalsTakenBack {};  // of both offices [any action on the case: it only takes leave away]
using CaseChange = std::variant<Concerned, Classified, Ordered, SecrecyLifted, PrivilegeFlagged, Narrowed, Validated, Silenced,
                                Appointed, Approved, Objected, ObjectionAnswered, OwnersTold, ApprovalsTakenBack>;

class Cases {
  public:
    // Throws std::logic_error where the store serves another gate already.
    Cases(Store& store, Vault& vault, policy::Gate& gate);

    // A new case about `accounts`, in which the house's `named` people do not act. Value: its number.
    // [open_case on case 0]
    std::uint64_t open(policy::Grant&& grant, std::vector<policy::AccountId> accounts,
                       std::vector<std::uint32_t> named);

    // Each on the case of the grant; NotFound where there is none.
    CaseRecord read(policy::Grant&& grant) const;  // [read_case]

    // [decide_case]
    void classify(policy::Grant&& grant, policy::Basis basis, policy::Route route,
                  std::vector<policy::Office> references);
    // Unacceptable for one that ends before it begins, or whose window does.
    void enter_order(policy::Grant&& grant, const policy::OrderFacts& order);
    // By whoever asked; an order is validated once two persons did. Unacceptable without an order.
    void validate(policy::Grant&& grant);
    // Unacceptable: a court's silence without an end, another with one.
    void set_silence(policy::Grant&& grant, policy::Silence silence,
                     std::optional<std::int64_t> until);

    // [appoint_substitute] Unacceptable for one who is named in the case.
    void appoint(policy::Grant&& grant, const Substitute& substitute);
    // By whoever asked: as holder of that office, or as substitute for it. Unacceptable for anybody else, and
    // for who approved for the other office. [approve]
    void approve(policy::Grant&& grant, Approver office);
    void object(policy::Grant&& grant);            // [object]
    void answer_objection(policy::Grant&& grant);  // [answer_objection] Unacceptable where none stands.
    void owners_told(policy::Grant&& grant);       // [notify]

    // Keeps what is in the scope until `until` for the case of the grant, for the disclosure key alone to open: what the owner
    // deletes from then on goes as it does without a hold, and stays held (docs/decisions/0023-preserved-by-keys.md). Visible to
    // nobody. [preserve on the case] Unacceptable for an account that the case is not about. NotFound: no such account.
    Held hold(policy::Grant&& grant, const HoldScope& scope, std::int64_t until);
    // The same of all that is in `account` now. Value: the number of the hold.
    std::uint64_t hold(policy::Grant&& grant, policy::AccountId account, std::int64_t until);
    // Makes a hold of the case last until then: a renewal, which keeps what its account's owner deleted meanwhile. [preserve on the case]
    // NotFound for another case's; Unacceptable for a moment that is not later than its end.
    void renew(policy::Grant&& grant, std::uint64_t hold, std::int64_t until);
    // Makes every hold of `account`, of whatever case, last until then at least: what is held of an account that was closed is all
    // that the case of the grant can set apart. Value: of how many holds the end moved. [preserve on the case] Unacceptable for an
    // account that the case is not about.
    std::uint64_t prolong(policy::Grant&& grant, policy::AccountId account, std::int64_t until);
    // Destroys what was held, keys first. [release_hold or purge, on the hold]
    void release(policy::Grant&& grant);

  private:
    policy::Grant require(policy::Grant&& grant, policy::Action action,
                          policy::ResourceType type) const;
    void change(policy::Grant&& grant, policy::Action action, const CaseChange& change);

    Store& store_;
    Vault& vault_;
    policy::Gate& gate_;
};

}  // namespace postvern::records
