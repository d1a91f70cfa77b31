#include "services/house/house.hpp"

#include "policy/assembly.hpp"

namespace postvern::services::house {

House::House(const HouseSettings& settings)
    : rulebook_(settings.rulebook),
      site_(settings.site),
      gate_(policy::Assembly::make_gate(policy::read_rulebook(rulebook_), site_.ports())),
      archive_(site_.store(), site_.vault(), *gate_),
      accounts_(site_.store(), site_.vault(), *gate_) {
    site_.serve(*gate_);
}

void House::reload_rulebook() {
    policy::Assembly::reload(*gate_, policy::read_rulebook(rulebook_));
    site_.rulebook_changed();
}

}  // namespace postvern::services::house
