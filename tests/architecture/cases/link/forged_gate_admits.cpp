// The same forged friend, minting a subject.
// refused: undefined reference to `postvern::policy::Subject::Subject\(postvern::policy::Gate const
#include "policy/resource.hpp"
#include "policy/subject.hpp"

#ifdef HONEST
postvern::policy::UidSet act() { return postvern::policy::UidSet::all(); }
#else
namespace postvern::policy {
class Gate {
  public:
    Subject admit() { return Subject(*this, nullptr, {Principal::owner(AccountId{1}), kNoKeys}); }
};
}  // namespace postvern::policy
postvern::policy::Subject act() { return postvern::policy::Gate().admit(); }
#endif

int main() { act(); }
