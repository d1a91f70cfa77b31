#include "services/imap/commands.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace postvern::services::imap {

namespace {

// A command's function, taking the body that it is for.
template <class Body, Answering (*command)(Session&, Body&)>
Answering give(Session& session, grammar::CommandBody& body) {
    return command(session, std::get<Body>(body));
}

}  // namespace

std::span<const CommandRow> CommandRow::table() {
    static constexpr auto kHeldBack = Removals::held_back;
    static constexpr std::array<CommandRow, 39> kTable{{
        {"APPEND", kSignedIn, give<grammar::Append, append>},
        {"AUTHENTICATE", kNotAuthenticated, give<grammar::Authenticate, authenticate>},
        {"CAPABILITY", kAnyState, give<grammar::Capability, capability>},
        {"CHECK", kSelected, give<grammar::Check, check>},
        {"CLOSE", kSelected, give<grammar::Close, close>},
        {"COPY", kSelected, give<grammar::Copy, copy>},
        {"CREATE", kSignedIn, give<grammar::Create, create>},
        {"DELETE", kSignedIn, give<grammar::Delete, remove>},
        {"ENABLE", kAuthenticated, give<grammar::Enable, enable>},
        {"EXAMINE", kSignedIn, give<grammar::Select, select>},
        {"EXPUNGE", kSelected, give<grammar::Expunge, expunge>},
        {"FETCH", kSelected, give<grammar::Fetch, fetch>, kHeldBack},
        {"GETQUOTA", kSignedIn, give<grammar::GetQuota, get_quota>},
        {"GETQUOTAROOT", kSignedIn, give<grammar::GetQuotaRoot, get_quota_root>},
        {"ID", kAnyState, give<grammar::Id, id>},
        {"IDLE", kSignedIn, give<grammar::Idle, idle>},
        {"LIST", kSignedIn, give<grammar::List, list>},
        {"LOGIN", kNotAuthenticated, give<grammar::Login, login>},
        {"LOGOUT", kAnyState, give<grammar::Logout, logout>},
        {"LSUB", kSignedIn, give<grammar::Lsub, lsub>},
        {"MOVE", kSelected, give<grammar::Move, move>},
        {"NAMESPACE", kSignedIn, give<grammar::Namespace, name_spaces>},
        {"NOOP", kAnyState, give<grammar::Noop, noop>},
        {"RENAME", kSignedIn, give<grammar::Rename, rename>},
        {"SEARCH", kSelected, give<grammar::Search, search>, kHeldBack},
        {"SELECT", kSignedIn, give<grammar::Select, select>},
        {"SETQUOTA", kSignedIn, give<grammar::SetQuota, set_quota>},
        {"STARTTLS", kNotAuthenticated, give<grammar::StartTls, start_tls>},
        {"STATUS", kSignedIn, give<grammar::Status, status>},
        {"STORE", kSelected, give<grammar::Store, store>, kHeldBack},
        {"SUBSCRIBE", kSignedIn, give<grammar::Subscribe, subscribe>},
        {"UID COPY", kSelected, give<grammar::Copy, copy>},
        {"UID EXPUNGE", kSelected, give<grammar::Expunge, expunge>},
        {"UID FETCH", kSelected, give<grammar::Fetch, fetch>},
        {"UID MOVE", kSelected, give<grammar::Move, move>},
        {"UID SEARCH", kSelected, give<grammar::Search, search>},
        {"UID STORE", kSelected, give<grammar::Store, store>},
        {"UNSELECT", kSelected, give<grammar::Unselect, unselect>},
        {"UNSUBSCRIBE", kSignedIn, give<grammar::Unsubscribe, unsubscribe>},
    }};
    static_assert(std::is_sorted(kTable.begin(), kTable.end(),
                                 [](const auto& a, const auto& b) { return a.name < b.name; }));
    return kTable;
}

const CommandRow& CommandRow::find(std::string_view name) {
    const auto rows = table();
    const auto row = std::lower_bound(
        rows.begin(), rows.end(), name,
        [](const CommandRow& candidate, std::string_view wanted) { return candidate.name < wanted; });
    if (row == rows.end() || row->name != name) throw std::logic_error("a command without a row");
    return *row;
}

}  // namespace postvern::services::imap
