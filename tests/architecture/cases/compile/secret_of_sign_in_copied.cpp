// A secret is wiped when it goes: there is no second one.
// refused: use of deleted function '.*Secret::Secret\(const
#include "services/sign_in/secret.hpp"

#include <utility>

using postvern::services::sign_in::Secret;

Secret keep(Secret& secret) {
#ifdef HONEST
    return std::move(secret);
#else
    return secret;
#endif
}
