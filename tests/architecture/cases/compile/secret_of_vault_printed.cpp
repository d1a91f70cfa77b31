// A secret has no way to be printed.
// refused: no match for 'operator<<'
#include "records/vault/secret.hpp"

#include <ostream>

void log(std::ostream& out, const postvern::records::Secret& secret) {
#ifdef HONEST
    out << secret.view().size();
#else
    out << secret;
#endif
}
