// What the house knows of a request for data and of what is held for it, as the rules ask about it.
// Plain values; the words are those of the rulebook (`name`).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/principal.hpp"

namespace postvern::policy {

// What a request rests on, or what there is instead of a basis.
enum class Basis : std::uint8_t {
    court_order,
    // Paths of the law without a prior order of a court: they lead to counsel and the managing
    // director, never to a disclosure.
    prosecutor_order,           // Straffeprosessloven §§ 205, 215a
    urgent_order,               // Straffeprosessloven § 210(2)
    urgent_interception,        // Straffeprosessloven § 216d
    preservation_order,         // Straffeprosessloven § 215a
    european_production_order,  // Regulation (EU) 2023/1543
    european_preservation_order,
    subscriber_request,         // Ekomloven § 3-10(3)-(4)
    order_without_suspicion,    // of the owner: §§ 203 and 210 do not ask for it, the house does
    duty_to_avert,              // Straffeloven § 196
    // Rejected outright.
    foreign_attorney,
    foreign_authority,
    private_party,
    police_request,
    subpoena,
    intelligence_service,
    unverified_sender,
    bulk_request,
    no_account,
};
inline constexpr std::size_t kBasisCount = static_cast<std::size_t>(Basis::no_account) + 1;

// By which road a request came (law: Forskrift 2012-12-14-1227).
enum class Route : std::uint8_t {
    domestic,
    council_of_europe,
    schengen,
    nordic,
    bilateral,
    diplomatic,
    interception,
};
inline constexpr std::size_t kRouteCount = static_cast<std::size_t>(Route::interception) + 1;

// Whose decision or reference is on file.
enum class Office : std::uint8_t {
    ministry_of_justice,
    public_prosecutor,
    police_chief,
    foreign_ministry,
    attorney_general,
    kripos,
};
inline constexpr std::size_t kOfficeCount = static_cast<std::size_t>(Office::kripos) + 1;

// Of what an order may name. Subscriber data (names, addresses, whether credentials exist) has no
// date; of all else the window applies.
enum class DisclosureClass : std::uint8_t { mail, calendar, contacts, files, subscriber };
inline constexpr std::size_t kDisclosureClassCount =
    static_cast<std::size_t>(DisclosureClass::subscriber) + 1;

enum class Silence : std::uint8_t {
    none,
    court,      // until a moment (Straffeprosessloven §§ 208a, 210a)
    statutory,  // until it is released on record (§§ 215a, 216i)
};
inline constexpr std::size_t kSilenceCount = static_cast<std::size_t>(Silence::statutory) + 1;

// Moments are Unix seconds.
struct OrderFacts {
    bool validated = false;  // by two persons
    bool norwegian = false;
    std::int64_t from = 0;  // in force, both included
    std::int64_t until = 0;
    std::vector<AccountId> accounts{};
    std::vector<DisclosureClass> classes{};
    std::int64_t window_from = 0;  // of what it wants, both included
    std::int64_t window_until = 0;
    bool four_weeks_over = false;  // of an interception
    bool secrecy_lifted = false;   // Straffeprosessloven § 118
    bool privileged = false;       // § 204: on any doubt
};

struct CaseFacts {
    std::vector<AccountId> accounts{};
    std::vector<std::uint32_t> recused{};  // Unix users who are named in it or affected by it
    std::optional<Basis> basis{};
    std::optional<Route> route{};
    std::vector<Office> references{};
    std::optional<OrderFacts> order{};
    bool director_approved = false;
    bool second_officer_approved = false;
    std::vector<std::uint32_t> substitutes{};  // Unix users
    bool objection = false;                    // stands unanswered
    Silence silence = Silence::none;
    std::optional<std::int64_t> silent_until{};
    bool owners_told = false;
    // The last moment at which they hold as they are, if nothing changes them before: substitutes' time ends.
    std::int64_t valid_until = std::numeric_limits<std::int64_t>::max();
};

// Whether those whom the case is about may be shown it at `moment` (Unix seconds): they were told, and no silence
// stands, of which one may have been ordered since.
inline bool may_be_shown(const CaseFacts& facts, std::int64_t moment) {
    const bool silence_stands =
        facts.silence == Silence::statutory ||
        (facts.silence == Silence::court && (!facts.silent_until || moment <= *facts.silent_until));
    return facts.owners_told && !silence_stands;
}

struct HoldFacts {
    std::uint64_t legal_case = 0;
    std::int64_t until = 0;
    std::vector<std::uint32_t> recused{};  // from its case
};

// What an extraction or disclosure takes: never wider than the order.
struct Extent {
    AccountId account = kNoAccount;
    DisclosureClass data_class = DisclosureClass::mail;
    // Unix seconds, both included; absent: subscriber data, which has no date.
    std::optional<std::int64_t> window_from{};
    std::optional<std::int64_t> window_until{};
    bool sealed_to_court = false;
};

std::string_view name(Basis basis) noexcept;
std::string_view name(Route route) noexcept;
std::string_view name(Office office) noexcept;
std::string_view name(DisclosureClass data_class) noexcept;
std::string_view name(Silence silence) noexcept;

}  // namespace postvern::policy
