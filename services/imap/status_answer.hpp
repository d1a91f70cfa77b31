// STATUS responses, of STATUS and of LIST RETURN (STATUS ...). For the session's loop.
#pragma once

#include <string>
#include <vector>

#include "services/imap/session.hpp"

namespace postvern::services::imap {

// "* STATUS name (...)" with its line end. Opens the mailbox only where DELETED-STORAGE asks for the
// sizes of its messages.  RFC 9051 7.3.4
net::Task<std::string> write_status(Session& session, const records::Collection& mailbox,
                                    const std::vector<grammar::StatusItem>& items);

}  // namespace postvern::services::imap
