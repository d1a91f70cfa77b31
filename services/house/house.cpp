#include "services/house/house.hpp"

#include "policy/assembly.hpp"
#include "records/sha256.hpp"

namespace postvern::services::house {

House::House(const HouseSettings& settings)
    : rulebook_(settings.rulebook),
      site_(settings.site),
      gate_(policy::Assembly::make_gate(policy::read_rulebook(rulebook_), site_.ports())),
      archive_(site_.store(), site_.vault(), *gate_),
      accounts_(site_.store(), site_.vault(), *gate_),
      personnel_(site_.store(), *gate_) {
    site_.serve(*gate_);
}

void House::reload_rulebook() {
    policy::Assembly::reload(*gate_, policy::read_rulebook(rulebook_));
    site_.rulebook_changed();
}

std::string House::rulebook_hash() const {
    return records::hexadecimal(policy::Assembly::rulebook_hash(*gate_));
}

}  // namespace postvern::services::house
