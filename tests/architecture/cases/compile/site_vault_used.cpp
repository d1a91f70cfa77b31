// A site names its vault, so that an archive can be opened with it; nobody else knows what it can do.
// refused: invalid use of incomplete type 'class postvern::records::Vault'
#include "records/site.hpp"

using namespace postvern::records;

auto token(Site& site) {
#ifdef HONEST
    return site.house_token();
#else
    return site.vault().house_token();
#endif
}
