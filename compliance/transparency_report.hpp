// The transparency report: how many requests for data there were, by instrument, country, outcome and period, and what
// of it can be checked. A case enters in the period in which its silence ended, never before, so that no figure tells
// of a case under silence; the caller hands in no other. Each case stands in the report as a commitment that hides it; its
// figure lists it, and those that may be opened are opened. Published as JSON, which the data protection officer signs,
// HTML and CSV. An interim report counts alike before its last period has ended, says in each of its forms that it is not for
// publication, and is signed by nobody. Format: docs/formats/transparency-report.md. Values and pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/errors.hpp"
#include "records/sha256.hpp"

namespace postvern::compliance {

inline constexpr std::size_t kMostReportedCases = 100'000;

// What is counted of a case. Order: instrument, country, outcome, period. Each of 1 to 64 octets.
struct CaseTuple {
    std::string instrument{};  // [a-z0-9-]+: "court-order", "subpoena", as classification names it
    std::string country{};     // ISO 3166-1 alpha-2 ("NO", "US"), or "EU"; two capital letters
    std::string outcome{};     // [a-z0-9-]+: "rejected", "disclosed", "nothing-held", "preserved", ...
    std::string period{};      // in which its silence ended: "2027", "2027-H1", "2027-Q3" or "2027-03"
    auto operator<=>(const CaseTuple&) const = default;
};

// SHA-256 of "postvern transparency case 1\n", `random` (32 octets, secret until the case is opened, never used twice)
// and the four fields, each ended by a line feed. Made when the case's silence ends and kept with it. Throws
// records::Unacceptable for fields that are none.
records::Sha256 commit(const records::Sha256& random, const CaseTuple& tuple);

// One case whose silence has ended, or that never had one.
struct ReportedCase {
    CaseTuple tuple{};
    records::Sha256 random{};
    bool may_be_opened = true;  // false: its commitment alone stands in the report
};

struct ReportSettings {
    std::string publisher{};      // "Example Mail AS"; one line, at most 200 octets
    std::string site{};           // origin of the site's checkpoints, as in statements on rulebooks
    std::string from{};           // first period, of the same form as `until` and as those of the cases
    std::string until{};          // last period, inclusive
    std::string made{};           // YYYY-MM-DD, after the last period's last day; of an interim report: not before the first's
    std::string previous{};       // SHA-256 of the JSON before this one, 64 small hexadecimal digits; empty: the first
    bool interim = false;         // for the house alone: not for publication, never signed
};

// A figure: so many cases have this tuple. Figures ascend by tuple, leaves by commitment; none is zero.
struct ReportFigure {
    struct Leaf {
        records::Sha256 commitment{};
        std::optional<records::Sha256> random{};  // absent: not opened
    };
    CaseTuple tuple{};
    std::vector<Leaf> leaves{};
    std::uint64_t count() const noexcept { return leaves.size(); }
};

struct TransparencyReport {
    ReportSettings settings{};
    std::vector<ReportFigure> figures{};
    records::Sha256 root{};   // RFC 6962 tree of all commitments, ascending; that of no leaves: SHA-256 of nothing
    std::uint64_t cases = 0;  // leaves of that tree
};

// Throws records::Unacceptable, which says what, for settings and cases that cannot be reported: a field that is none,
// a period outside of the report's, a random number that stands twice; LimitReached beyond kMostReportedCases.
TransparencyReport make_report(const ReportSettings& settings, const std::vector<ReportedCase>& cases);

// The canonical octets, which are signed: one object, fields in the fixed order, no blanks, ended by a line feed.
std::string to_json(const TransparencyReport& report);
// A header line, then a line for each figure: period,country,instrument,outcome,count,opened.  RFC 4180, CRLF
std::string to_csv(const TransparencyReport& report);
// One page without script and without anything from elsewhere, with the SHA-256 of the JSON and how to check it.
std::string to_html(const TransparencyReport& report);

}  // namespace postvern::compliance
