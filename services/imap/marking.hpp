// Changes of flags in the selected mailbox, by STORE and by FETCH. For the session's loop.
#pragma once

#include <vector>

#include "services/imap/session.hpp"

namespace postvern::services::imap {

// Changes the flags of `uids`. Value: those of them that exist. Tells the client nothing.
net::Task<std::vector<records::Uid>> mark(Session& session, policy::UidSet uids,
                                          records::FlagChange change);

}  // namespace postvern::services::imap
