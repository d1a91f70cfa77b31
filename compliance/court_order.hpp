// A court order as the house reads it: the fields of the instrument in one canonical text, which validators sign, and
// what such an order may lack. Format: docs/formats/disclosure-documents.md; the devices read the same octets more
// strictly (an order that lacks something is never signed). Values and pure functions, thread-safe.
//
// INVARIANT: parse_court_order(to_text(order)) == order, and one order has one text.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "policy/case_facts.hpp"

namespace postvern::compliance {

using CaseReference = std::array<std::uint8_t, 16>;  // public; 32 hexadecimal digits
using DocumentHash = std::array<std::uint8_t, 32>;   // SHA-256

enum class OrderSeal : std::uint8_t { seal, signature, none };
// Of the owner of the accounts (ISP-38). None: a statutory hold, no defect (law: Straffeprosessloven §§ 203, 210).
enum class Suspicion : std::uint8_t { owner, none };
enum class Counsel : std::uint8_t { required, appointed, not_required };  // Straffeprosessloven § 100a
enum class SecrecyRelease : std::uint8_t { nkom, court, statute, none };  // Straffeprosessloven § 118
enum class Privilege : std::uint8_t { none, flagged };                    // Straffeprosessloven § 204
enum class Appeal : std::uint8_t { final, pending, waived };              // Straffeprosessloven §§ 377, 382

// Unix seconds; `until` is the first moment that is no longer in it.
struct Span {
    std::int64_t from = 0;
    std::int64_t until = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

// Absent and empty: the instrument does not say, "none" in the text.
struct CourtOrder {
    CaseReference legal_case{};
    std::string court{};
    std::string number{};
    std::optional<std::chrono::sys_days> date{};
    std::string section{};  // as the order cites it
    OrderSeal seal = OrderSeal::none;
    DocumentHash instrument{};                   // of the order as it was received
    std::vector<std::string> accounts{};         // canonical primary addresses, each once
    std::vector<policy::DisclosureClass> classes{};  // each once
    std::optional<Span> window{};  // of what it wants; of subscriber data, which has no date, nothing
    std::string zone{};            // offset in which the instrument states the window, "+02:00" or "Z"
    std::optional<Span> in_force{};
    Suspicion suspicion = Suspicion::none;
    Counsel counsel = Counsel::required;
    SecrecyRelease secrecy = SecrecyRelease::none;
    Privilege privilege = Privilege::flagged;
    Appeal appeal = Appeal::pending;
    policy::Silence silence = policy::Silence::none;
    std::optional<std::int64_t> silent_until{};  // Unix seconds; exactly where the court ordered it
    std::optional<DocumentHash> recipient{};     // DER certificate of who receives the bag
    std::optional<DocumentHash> court_recipient{};  // of the court, where privilege is flagged; absent otherwise
    friend bool operator==(const CourtOrder&, const CourtOrder&) = default;
};

struct CourtOrderLimits {
    static constexpr std::size_t kOctets = 64 * 1024;
    static constexpr std::size_t kLine = 500;  // octets of a value
    static constexpr std::size_t kAccounts = 64;
};

// The text is no order form. `line` counts from 1; `what()` says what was expected there.
class CourtOrderSyntaxError : public std::runtime_error {
  public:
    CourtOrderSyntaxError(std::size_t line, const std::string& expected);
    const std::size_t line;
};

// "postvern court order 1" and one `field: value` a line. Throws std::invalid_argument for values that no text can
// hold (a line end, silence without its end).
std::string to_text(const CourtOrder& order);
// Throws CourtOrderSyntaxError unless `text` is exactly what to_text() gives for some order.
CourtOrder parse_court_order(std::string_view text);

// What an extraction takes of one account, by its address. Absent window: subscriber data.
struct OrderExtent {
    std::string account{};
    policy::DisclosureClass data_class = policy::DisclosureClass::mail;
    std::optional<Span> window{};
};
// Less than an order wants; empty and absent: as much.
struct NarrowerScope {
    std::vector<std::string> accounts{};
    std::vector<policy::DisclosureClass> classes{};
    std::optional<std::int64_t> window_from{};
    std::optional<std::int64_t> window_until{};  // exclusive
    bool empty() const { return accounts.empty() && classes.empty() && !window_from && !window_until; }
};
// What is left of `extents`; `wider` says what goes beyond them, and then nothing is left.
struct Narrowed {
    std::vector<OrderExtent> extents{};
    std::string wider{};
};
Narrowed narrowed(const std::vector<OrderExtent>& extents, const NarrowerScope& scope);

// Whether the order covers all of it: account, class, and every moment of the window (ISP-35; GDPR Art. 5(1)(c)).
bool within(const CourtOrder& order, const OrderExtent& extent);

// What the Gate is told of the order; `accounts` are those of its addresses, in the register's numbers. Ends become
// the last second that is included. `validated` stays false: signatures say it. `chapter_17`: the suspicion is of an
// offence under Straffeloven ch. 17. Throws std::invalid_argument for an order without window or term.
policy::OrderFacts facts_of(const CourtOrder& order, std::vector<policy::AccountId> accounts,
                            bool chapter_17 = false);

}  // namespace postvern::compliance
