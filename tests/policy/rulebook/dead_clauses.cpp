#include "tests/policy/rulebook/dead_clauses.hpp"

namespace postvern::policy::engine::testing {

namespace {

constexpr std::string_view kAccounts =
    "by the schema only accounts and their collections have what the rule asks of them";
constexpr std::string_view kOwner =
    "by the schema only an Owner owns anything, so that no other principal is resource.owner";
constexpr std::string_view kStaff = "by the schema only staff are in a role or substitutes";
constexpr std::string_view kOrder = "by the schema only a case has an order";
constexpr std::string_view kRoutes = "by the schema only a case has a route";
constexpr std::string_view kHolds = "by the schema only a hold has an `until`";
constexpr std::string_view kOnlyScans = "ISP-16.spam-filter-only-scans forbids it";
constexpr std::string_view kNeedsConsent = "ISP-55.optional-needs-consent forbids it";
constexpr std::string_view kOnlyAdds = "ISP-56.delivery-only-adds forbids it";
constexpr std::string_view kHeld = "ISP-28.held-octets-stay forbids it";
constexpr std::string_view kOnlyPurges = "ISP-28.retention-only-purges forbids it";
constexpr std::string_view kOnlyFounds = "ISP-52.founder-only-founds forbids it";

constexpr DeadClause kDead[] = {
    {"ISP-65.leaders-read-cases", "principal is Staff", kStaff},
    {"ISP-35.leaders-approve", "principal is Staff", kStaff},
    {"ISP-35.leaders-approve", "resource is Case", kOrder},
    {"ISP-55.owner-consents", "principal is Owner", kOwner},
    {"ISP-16.spam-filter-scans", "action == Action::\"scan\"", kOnlyScans},
    {"ISP-16.spam-filter-scans", "resource.state == \"open\"", kOnlyScans},
    {"ISP-16.spam-filter-scans", "resource.consents.contains(\"spam_filtering\")", kOnlyScans},
    {"ISP-16.spam-filter-scans", "context.purpose == \"spam_filtering\"", kOnlyScans},
    {"ISP-16.spam-filter-scans", "resource is Account || resource is Collection", kAccounts},
    {"ISP-29.retrieval-fetches", "resource is Account || resource is Collection", kAccounts},
    {"ISP-29.retrieval-fetches", "resource.consents.contains(\"retrieval\")", kNeedsConsent},
    {"ISP-60.content-is-the-owners", "principal is Owner", kOwner},
    {"ISP-56.delivery-adds", "action == Action::\"deliver\"", kOnlyAdds},
    {"ISP-56.delivery-adds", "resource is Account || resource is Collection", kAccounts},
    {"ISP-56.delivery-adds", "context.purpose == \"service_delivery\"", kOnlyAdds},
    {"ISP-35.officers-carry-out-orders", "resource is Case",
     "ISP-35.no-disclosure-without-an-order forbids it"},
    {"ISP-35.no-disclosure-without-an-order", "resource is Case", kOrder},
    {"ISP-60.owner-uses-own-data", "principal is Owner", kOwner},
    {"ISP-60.owner-uses-own-data", "resource.owner == principal",
     "ISP-60.sign-in-to-what-is-kept and ISP-60.content-is-the-owners forbid it"},
    {"ISP-60.owner-uses-own-data", "resource is Account || resource is Collection", kAccounts},
    {"ISP-60.owner-exports", "principal is Owner", kOwner},
    {"ISP-60.owner-exports", "resource is Account || resource is Collection", kAccounts},
    {"ISP-60.owner-exports", "resource.owner == principal",
     "ISP-60.content-is-the-owners forbids it"},
    {"ISP-3.owner-changes-credentials", "principal is Owner", kOwner},
    {"ISP-53.owner-erases", "principal is Owner", kOwner},
    {"ISP-28.owner-limits-retention", "principal is Owner", kOwner},
    {"ISP-28.owner-limits-retention", "resource is Account || resource is Collection", kAccounts},
    {"ISP-35.holds-are-released", "resource is Hold", kHolds},
    {"ISP-35.holds-are-released", "resource.until < context.moment", kHeld},
    {"ISP-77.processors-work-on-instruction", "principal is Processor",
     "by the schema only a processor has instructions"},
    {"ISP-77.processors-work-on-instruction", "action == Action::\"process\"",
     "ISP-69.processors-need-an-agreement forbids it"},
    {"ISP-77.processors-work-on-instruction", "resource.consents.contains(context.purpose)",
     kNeedsConsent},
    {"ISP-60.owner-restricts", "principal is Owner", kOwner},
    {"ISP-28.retention-purges-what-is-due", "resource is Account || resource is Collection",
     kAccounts},
    {"ISP-28.retention-ends-holds", "action == Action::\"purge\"", kOnlyPurges},
    {"ISP-28.retention-ends-holds", "resource is Hold", kHolds},
    {"ISP-28.retention-ends-holds", "resource.until < context.moment", kHeld},
    {"ISP-28.retention-ends-cases", "action == Action::\"purge\"", kOnlyPurges},
    {"ISP-28.retention-ends-cases", "resource is Case", "by the schema only a case has silence"},
    {"ISP-40.by-the-ministry", "resource is Case", kRoutes},
    {"ISP-41.by-the-prosecutor", "resource is Case", kRoutes},
    {"ISP-42.by-the-police-chief", "resource is Case", kRoutes},
    {"ISP-44.by-diplomatic-channels", "resource is Case", kRoutes},
    {"ISP-48.interception-by-kripos", "resource is Case", kRoutes},
    {"ISP-46.rejected-outright", "resource is Case", "by the schema only a case has a basis"},
    {"ISP-62.founder-enters-the-first", "action == Action::\"administer_staff\"", kOnlyFounds},
    {"ISP-62.founder-enters-the-first", "resource is Site", kOnlyFounds},
};

}  // namespace

std::span<const DeadClause> dead_clauses() { return kDead; }

const DeadClause* find_dead_clause(std::string_view rule, std::string_view text) {
    for (const DeadClause& dead : kDead) {
        const bool inside = text.starts_with("when {") && text.find(dead.text) != text.npos;
        if (dead.rule == rule && (dead.text == text || inside)) return &dead;
    }
    return nullptr;
}

}  // namespace postvern::policy::engine::testing
