// What is known of a case, as one value that its steps are asked with (compliance/cases.hpp). It stores nothing and reads no
// clock; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compliance/case_terms.hpp"
#include "compliance/court_order.hpp"
#include "compliance/order_signature.hpp"
#include "policy/case_facts.hpp"

namespace postvern::compliance {

// Who was appointed on record to act as `office` in this case (managing director or second officer).
struct Deputy {
    CaseActor office = CaseActor::managing_director;
    std::uint32_t user = 0;
    std::optional<std::int64_t> until{};  // Unix seconds, excluded; absent: as long as the case lasts
    bool is_in_force(std::int64_t now) const { return !until || now < *until; }
    friend bool operator==(const Deputy&, const Deputy&) = default;
};

// Which alarm of which clock rang at which moment (compliance/case_clocks.hpp), so that it rings once.
struct Rung {
    ClockKind clock{};
    Alarm alarm{};
    std::int64_t at = 0;  // for when it was set, not when it was heard
    friend bool operator==(const Rung&, const Rung&) = default;
};

// What is known of a case, as far as its steps depend on it. Users are Unix user ids, moments Unix seconds. Ask may()
// with the view as it is before the step, with what the step brings entered (evidence, basis, order, terms), and
// without what the step makes (a validation, an approval).
struct CaseView {
    CaseReference reference{};
    CaseState state = CaseState::received;
    std::optional<CaseState> returns_to{};  // from SUSPENDED or CONTESTED
    std::optional<CaseState> notice{};      // NOTIFIED_BEFORE, NOTICE_DEFERRED or NOTICE_WAIVED, once decided
    EvidenceSet evidence{};

    std::optional<policy::Basis> basis{};
    std::optional<policy::Route> route{};
    std::vector<policy::Office> references{};
    bool deviates = false;     // from the classification that was proposed
    bool foreign = false;      // a foreign state asked for the preservation: § 215a(4)
    bool chapter_17 = false;   // the suspicion is of an offence under Straffeloven ch. 17
    bool four_months = false;  // the court found that an earlier review would be pointless: §§ 208a(1), 210a(1)
    std::int64_t received_at = 0;
    std::optional<std::int64_t> deadline{};  // that the request or the order sets for the answer
    // Canonical addresses that the case is about, as the request has them: whether there are such accounts or not.
    std::vector<std::string> accounts{};
    std::optional<CourtOrder> order{};
    std::optional<OrderSignatureFinding> order_signature{};  // of a file that came with the order
    std::vector<OrderExtent> extents{};  // what is going to be extracted

    std::vector<std::uint32_t> recused{};  // named in the case or affected by it
    std::vector<Deputy> deputies{};
    std::vector<std::uint32_t> validators{};  // of the order as it is
    std::optional<std::uint32_t> director{};  // who approved the standing request
    std::optional<std::uint32_t> second_officer{};
    std::optional<std::uint32_t> attested{};  // that no objection stands against it
    std::optional<std::uint32_t> objected{};  // whose objection stands unanswered
    std::optional<std::int64_t> objected_at{};

    policy::Silence silence = policy::Silence::none;
    std::optional<std::int64_t> silent_from{};
    std::optional<std::int64_t> silent_until{};  // the last silent second; a court's
    std::optional<std::int64_t> told_at{};       // the owners, absent: not told
    bool waived = false;                         // notice, by the court

    std::optional<std::int64_t> held_at{};     // from when a statutory hold counts: reception of the paper
    std::optional<std::int64_t> held_until{};  // its term as stated or set by counsel
    std::optional<Span> preserved{};           // the present term of a preservation
    std::optional<Span> requested{};           // extraction request: made, and expires
    bool delivered = false;
    std::optional<std::int64_t> delivered_at{};
    bool found_nothing = false;  // no file was in what was delivered
    std::string rejection_letter{};  // id, where the rules of requests proposed to reject it and the officer took that
    std::vector<Rung> rung{};
};

// Whether `user` is kept out: named in the case or affected by it (Forvaltningsloven § 6; GDPR Art. 38(6)).
bool is_recused(const CaseView& view, std::uint32_t user) noexcept;
// Whether lawful silence stands at `now`; never inferred.
bool silence_stands(const CaseView& view, std::int64_t now) noexcept;

}  // namespace postvern::compliance
