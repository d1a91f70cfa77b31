// A site names its store, so that an archive can be opened with it; nobody else can query it.
// refused: invalid use of incomplete type 'class postvern::records::Store'
#include "records/site.hpp"

using namespace postvern::records;

void reach(Site& site) {
#ifdef HONEST
    static_cast<void>(site.store());
#else
    site.store().reader();
#endif
}
