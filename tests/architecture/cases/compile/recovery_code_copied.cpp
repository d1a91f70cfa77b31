// A recovery code is shown once and stored nowhere.
// refused: use of deleted function '.*Revealed::Revealed\(const
#include "records/accounts.hpp"

using postvern::records::Revealed;

Revealed keep(Revealed& code) {
#ifdef HONEST
    return std::move(code);
#else
    return code;
#endif
}
