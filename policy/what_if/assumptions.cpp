#include "policy/what_if/assumptions.hpp"

namespace postvern::policy::what_if {

namespace {

constexpr Assumption kEntities[] = {
    {"Staff", "policy_until", "+365d"},
    {"Staff", "secrecy_until", "+365d"},
    {"Staff", "agreement_until", "+365d"},
    {"Staff", "device_until", "+365d"},
    {"Processor", "agreement_until", "+365d"},
    {"Processor", "instructions", "[\"assumed\"]"},
    {"Account", "state", "open"},
    {"Account", "restricted", "false"},
    {"Account", "consents", "[]"},
    {"Account", "no_snapshots", "false"},
    {"Collection", "state", "open"},
    {"Collection", "restricted", "false"},
    {"Collection", "consents", "[]"},
    {"Collection", "no_snapshots", "false"},
    {"Collection", "kind", "mailbox"},
    {"Hold", "until", "+30d"},
    {"Hold", "recused", "[]"},
    // A case in which nothing is wanting.
    {"Case", "accounts", "Account::1"},
    {"Case", "recused", "[]"},
    {"Case", "basis", "court_order"},
    {"Case", "route", "domestic"},
    {"Case", "references", "[]"},
    {"Case", "order.validated", "true"},
    {"Case", "order.norwegian", "true"},
    {"Case", "order.from", "-7d"},
    {"Case", "order.until", "+30d"},
    {"Case", "order.accounts", "Account::1"},
    {"Case", "order.classes", "mail,calendar,contacts,files,subscriber"},
    {"Case", "order.window_from", "-365d"},
    {"Case", "order.window_until", "-7d"},
    {"Case", "order.four_weeks_over", "false"},
    {"Case", "order.secrecy_lifted", "true"},
    {"Case", "order.privileged", "false"},
    {"Case", "approvals.managing_director", "true"},
    {"Case", "approvals.second_officer", "true"},
    {"Case", "substitutes", "[]"},
    {"Case", "objection", "false"},
    {"Case", "silence", "none"},
    {"Case", "owners_told", "true"},
};

constexpr Assumption kContext[] = {
    // What the order names, and no more.
    {"extract", "account", "Account::1"},  {"extract", "class", "mail"},
    {"extract", "window_from", "-365d"},   {"extract", "window_until", "-7d"},
    {"disclose", "account", "Account::1"}, {"disclose", "class", "mail"},
    {"disclose", "window_from", "-365d"},  {"disclose", "window_until", "-7d"},
    {"process", "instruction", "assumed"},
};

}  // namespace

std::span<const Assumption> assumptions_of_entities() { return kEntities; }
std::span<const Assumption> assumptions_of_context() { return kContext; }

}  // namespace postvern::policy::what_if
