// A secret has no way to be printed.
// refused: no match for 'operator<<'
#include "services/sign_in/secret.hpp"

#include <ostream>

void log(std::ostream& out, const postvern::services::sign_in::Secret& secret) {
#ifdef HONEST
    out << secret.view().size();
#else
    out << secret;
#endif
}
