// The archive does nothing without a grant.
// refused: no matching function for call to 'postvern::records::Archive::quota\(\)'
#include "records/archive.hpp"

using namespace postvern;

records::Quota quota(records::Archive& archive, policy::Grant&& grant) {
#ifdef HONEST
    return archive.quota(std::move(grant));
#else
    static_cast<void>(grant);
    return archive.quota();
#endif
}
