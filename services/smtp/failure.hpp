// How failures of the house are said in replies.  RFC 3463, RFC 5321 4.2.2
#pragma once

#include <exception>

#include "services/smtp/grammar/reply.hpp"

namespace postvern::services::smtp {

// The reply to the one recipient, or the one command, that failed so. Never says why a rule
// refused.
grammar::Reply reply_to_failure(const std::exception_ptr& failure);

// The same where several recipients share the failure, and none got the message: temporary, since
// it may not concern them all.
grammar::Reply reply_to_shared_failure(const std::exception_ptr& failure);

}  // namespace postvern::services::smtp
