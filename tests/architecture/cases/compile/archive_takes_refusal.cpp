// A decision is no grant, even one that permits.
// refused: cannot convert 'postvern::policy::Decision' to 'postvern::policy::Grant&&'
#include "records/archive.hpp"

using namespace postvern;

records::Quota quota(records::Archive& archive, policy::Gate::Answer&& answer) {
#ifdef HONEST
    return archive.quota(std::get<policy::Grant>(std::move(answer)));
#else
    return archive.quota(std::get<policy::Decision>(std::move(answer)));
#endif
}
