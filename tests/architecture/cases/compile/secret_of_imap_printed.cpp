// A secret has no way to be printed.
// refused: no match for 'operator<<'
#include "services/imap/grammar/secret.hpp"

#include <ostream>

void log(std::ostream& out, const postvern::services::imap::grammar::Secret& secret) {
#ifdef HONEST
    out << secret.reveal().size();
#else
    out << secret;
#endif
}
