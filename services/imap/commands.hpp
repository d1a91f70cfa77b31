// The commands and the table that says when each may be given. Every command is a function of its own:
// resolve, ask, act, reply; what it returns or throws becomes the tagged answer (session.cpp).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "services/imap/session.hpp"

namespace postvern::services::imap {

using Answering = net::Task<Answer>;

// any_state.cpp: RFC 9051 6.1, RFC 2971, RFC 5161
Answering capability(Session& session, grammar::Capability& command);
Answering noop(Session& session, grammar::Noop& command);
Answering check(Session& session, grammar::Check& command);
Answering logout(Session& session, grammar::Logout& command);
Answering id(Session& session, grammar::Id& command);
Answering enable(Session& session, grammar::Enable& command);
// authenticate.cpp: RFC 9051 6.2
Answering start_tls(Session& session, grammar::StartTls& command);
Answering authenticate(Session& session, grammar::Authenticate& command);
Answering login(Session& session, grammar::Login& command);
// select.cpp: RFC 9051 6.3.2, 6.3.3, 6.4.1, 6.4.2
Answering select(Session& session, grammar::Select& command);
Answering close(Session& session, grammar::Close& command);
Answering unselect(Session& session, grammar::Unselect& command);
// mailbox_commands.cpp: RFC 9051 6.3.4 to 6.3.8
Answering create(Session& session, grammar::Create& command);
Answering remove(Session& session, grammar::Delete& command);
Answering rename(Session& session, grammar::Rename& command);
Answering subscribe(Session& session, grammar::Subscribe& command);
Answering unsubscribe(Session& session, grammar::Unsubscribe& command);
// list.cpp, status.cpp, quota.cpp: RFC 9051 6.3.9 to 6.3.11, RFC 9208
Answering list(Session& session, grammar::List& command);
Answering lsub(Session& session, grammar::Lsub& command);
Answering name_spaces(Session& session, grammar::Namespace& command);
Answering status(Session& session, grammar::Status& command);
Answering get_quota(Session& session, grammar::GetQuota& command);
Answering get_quota_root(Session& session, grammar::GetQuotaRoot& command);
Answering set_quota(Session& session, grammar::SetQuota& command);
// append.cpp, idle.cpp: RFC 9051 6.3.12, 6.3.13
Answering append(Session& session, grammar::Append& command);
Answering idle(Session& session, grammar::Idle& command);
// expunge.cpp, search.cpp, fetch.cpp, store.cpp, copy_move.cpp: RFC 9051 6.4.3 to 6.4.9
Answering expunge(Session& session, grammar::Expunge& command);
Answering search(Session& session, grammar::Search& command);
Answering fetch(Session& session, grammar::Fetch& command);
Answering store(Session& session, grammar::Store& command);
Answering copy(Session& session, grammar::Copy& command);
Answering move(Session& session, grammar::Move& command);

// States in which a command may be given: 1 << index of the session's state.  RFC 9051 3
enum States : std::uint8_t {
    kNotAuthenticated = 1,
    kAuthenticated = 2,
    kSelected = 4,
    kSignedIn = kAuthenticated | kSelected,
    kAnyState = 7,
};

struct CommandRow {
    std::string_view name;
    States states;
    Answering (*run)(Session& session, grammar::CommandBody& body);
    Removals removals = Removals::announced;  // after the command

    // All rows, sorted by name.
    static std::span<const CommandRow> table();
    // The row of a command that the grammar knows; std::logic_error for another.
    static const CommandRow& find(std::string_view name);

    bool allows(std::size_t state) const { return ((states >> state) & 1) != 0; }
};

}  // namespace postvern::services::imap
