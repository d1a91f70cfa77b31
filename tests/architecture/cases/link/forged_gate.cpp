// Grant's friend is whatever is called postvern::policy::Gate. Anybody can define such a class; what it
// would call is not to be had.
// refused: undefined reference to `postvern::policy::Grant::Grant\(std::unique_ptr
#include "policy/grant.hpp"

#ifdef HONEST
postvern::policy::UidSet act() { return postvern::policy::UidSet::all(); }
#else
namespace postvern::policy {
struct Grant::Claims {
    int anything;
};
class Gate {
  public:
    static Grant give() {
        return Grant(std::unique_ptr<const Grant::Claims>(new Grant::Claims{}));
    }
};
}  // namespace postvern::policy
postvern::policy::Grant act() { return postvern::policy::Gate::give(); }
#endif

int main() { act(); }
