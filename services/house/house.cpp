#include "services/house/house.hpp"

#include "policy/assembly.hpp"

namespace postvern::services::house {

House::House(const HouseSettings& settings)
    : site_(settings.site),
      gate_(policy::Assembly::make_gate(policy::read_rulebook(settings.rulebook), site_.ports())),
      archive_(site_.store(), site_.vault(), *gate_),
      accounts_(site_.store(), site_.vault(), *gate_) {
    site_.serve(*gate_);
}

}  // namespace postvern::services::house
