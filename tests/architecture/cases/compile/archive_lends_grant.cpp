// A grant is consumed by the call that it allows: it cannot be lent and used again.
// refused: cannot bind rvalue reference of type 'postvern::policy::Grant&&'
#include "records/archive.hpp"

using namespace postvern;

records::ItemStream read(records::Archive& archive, policy::Grant& grant) {
#ifdef HONEST
    return archive.read(std::move(grant), records::Fields::both);
#else
    return archive.read(grant, records::Fields::both);
#endif
}
