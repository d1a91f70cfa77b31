// Gate's friend is whatever is called postvern::policy::Assembly.
// refused: undefined reference to `postvern::policy::Gate::Gate\(postvern::policy::engine::RuleSet
#ifdef HONEST
#include "policy/assembly.hpp"
#else
#include "policy/credentials.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/facts.hpp"
#include "policy/gate.hpp"
#include "policy/journal.hpp"

namespace postvern::policy {
struct Ports {
    std::shared_ptr<const Facts> facts;
    std::shared_ptr<Journal> journal;
    std::shared_ptr<Credentials> credentials;
    std::function<std::int64_t()> clock;
    std::function<std::array<std::uint8_t, 32>(std::string_view)> sha256;
};
class Assembly {
  public:
    static std::unique_ptr<Gate> make_gate(std::nullptr_t, Ports ports) {
        return std::unique_ptr<Gate>(new Gate(engine::RuleSet::parse({}), std::move(ports)));
    }
};
}  // namespace postvern::policy
#endif

using namespace postvern::policy;

std::unique_ptr<Gate> open(Ports ports) {
#ifdef HONEST
    return Assembly::make_gate({}, std::move(ports));
#else
    return Assembly::make_gate(nullptr, std::move(ports));
#endif
}

int main() { return reinterpret_cast<std::uintptr_t>(&open) == 0; }
