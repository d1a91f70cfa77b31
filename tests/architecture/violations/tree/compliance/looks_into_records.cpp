// Planted: a layer that uses private folders of another.
#include "compliance/retention.hpp"
#include "policy/gate.hpp"
#include "records/site.hpp"
#include "records/archive/store.hpp"  // breaks: private folder
#include "services/house/house.hpp"   // breaks: to the right
