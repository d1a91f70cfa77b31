// Removal of messages flagged \Deleted, by EXPUNGE and CLOSE. For the session's loop.
#pragma once

#include "services/imap/session.hpp"

namespace postvern::services::imap {

// Removes those of `uids` in the selected mailbox that are flagged \Deleted. Tells the client nothing.
net::Task<void> expunge_deleted(Session& session, policy::UidSet uids);

// Throws Refused (NO) where the selected mailbox was opened by EXAMINE.
void require_read_write(Session& session);

}  // namespace postvern::services::imap
