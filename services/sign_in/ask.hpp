// Asking the Gate from a coroutine: the loop goes on with others while the record becomes durable.
//
//     const policy::Request request{subject, Action::read, resource, purpose, channel};
//     auto grant = co_await sign_in::ask(gate, request);   // throws policy::Denied
#pragma once

#include <variant>

#include "policy/gate.hpp"
#include "services/net/completion.hpp"
#include "services/net/task.hpp"

namespace postvern::services::sign_in {

// The grant for `request`, whose subject must live until the task ends. To be awaited on a loop.
// Throws policy::Denied.
net::Task<policy::Grant> ask(policy::Gate& gate, policy::Request request);

}  // namespace postvern::services::sign_in
