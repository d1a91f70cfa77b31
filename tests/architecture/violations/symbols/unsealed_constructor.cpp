// Planted: what the policy library would export if the seal were lost.
#include "policy/sealed.hpp"
#undef POSTVERN_SEALED
#define POSTVERN_SEALED
#include "policy/gate.hpp"

namespace postvern::policy {

struct Subject::Identity {};

Subject::Subject(const Gate&, std::shared_ptr<Credentials>, Verified) {}

}  // namespace postvern::policy
