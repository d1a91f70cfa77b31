// A secret is wiped when it goes: there is no second one.
// refused: use of deleted function '.*Secret::Secret\(const
#include "services/imap/grammar/secret.hpp"

#include <utility>

using postvern::services::imap::grammar::Secret;

Secret keep(Secret& secret) {
#ifdef HONEST
    return std::move(secret);
#else
    return secret;
#endif
}
