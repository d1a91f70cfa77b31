// Access specifiers fall to one macro; the constructor's symbol stays in the policy library.
// refused: undefined reference to `postvern::policy::Grant::Grant\(std::unique_ptr
#include <memory>
#ifndef HONEST
#define private public
#endif
#include "policy/grant.hpp"
#undef private

#ifdef HONEST
postvern::policy::UidSet act() { return postvern::policy::UidSet::all(); }
#else
namespace postvern::policy {
struct Grant::Claims {
    int anything;
};
}  // namespace postvern::policy
postvern::policy::Grant act() {
    using postvern::policy::Grant;
    return Grant(std::unique_ptr<const Grant::Claims>(new Grant::Claims{}));
}
#endif

int main() { act(); }
