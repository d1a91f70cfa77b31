// What a step brings into a case and what it makes of it, apart from the question whether it may be taken. Pure but for
// the caller's key; run inside the transaction of the file. Private to compliance.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "compliance/casework.hpp"

namespace postvern::compliance::casework {

// An address of an order and an account that had it in the order's window (records::Disclosure::named).
struct NamedAccount {
    std::string address{};
    policy::AccountId account{};
    friend bool operator==(const NamedAccount&, const NamedAccount&) = default;
};

// A key that something was signed with, and the office that it has to be of; absent: anybody's, a substitute.
struct SignerNeeded {
    std::array<std::uint8_t, 32> key{};
    std::optional<policy::StaffRole> role{};
};

// What the engine found out before the transaction, for steps that need it.
struct Prepared {
    std::vector<NamedAccount> accounts{};  // of the order's addresses that are accounts here, or were and are held
    std::optional<OrderSignatureFinding> order_signature{};  // enter-order, attach: of the file that came with it
    std::optional<Proposal> proposal{};         // classify
    std::vector<records::NewPaper> papers{};    // request: the request for extraction
    std::optional<Span> requested{};            // likewise
    std::string request_hash{};                 // likewise, 64 hexadecimal digits
    bool lists_nothing = false;                 // likewise: no key
    std::optional<records::NewPaper> bag{};     // extract
    std::string bag_hash{};                     // likewise
    // deliver; attach of a letter about it: files in the bag, as its receipt has them; absent: nothing was extracted
    std::optional<std::uint64_t> extracted_items{};
    std::vector<SignerNeeded> signers{};        // extract: who signed what it rests on
    std::optional<std::int64_t> appointed_until{};  // appoint: as the documents say
    std::optional<Rung> alarm{};                // a step of the clock
};

inline constexpr const char* kOrderSignature = "order-signature";  // kind of paper: CMS, detached
bool brings_order_signature(const CaseAct& act);

// `view` with all that `act` brings, as may() wants to be asked. Throws records::Unacceptable for what the step cannot
// take: a paper that lacks its signature, an account that there is not.
CaseView with_brought(CaseView view, const CaseAct& act, const Prepared& prepared, const records::CaseFile& file,
                      const records::Caller& caller);

// Makes `view` and `entry` what the step makes them, once it is allowed. `view` is with_brought().
void make(CaseView& view, records::CaseEntry& entry, const StepAllowed& allowed, const CaseAct& act,
          const Prepared& prepared, const StepTaker& taker, const records::Caller& caller);

}  // namespace postvern::compliance::casework
