#include "services/house/house.hpp"

#include <stdexcept>

#include "compliance/consent_text.hpp"
#include "policy/rules.hpp"
#include "records/sha256.hpp"

namespace postvern::services::house {

namespace {

records::SiteSettings with_consent_texts(records::SiteSettings settings) {
    settings.consent_texts = compliance::consent_versions();
    return settings;
}

}  // namespace

House::House(const HouseSettings& settings)
    : rulebook_(settings.rulebook),
      check_rulebook_(settings.check_rulebook),
      site_(with_consent_texts(settings.site)),
      gate_(policy::Assembly::make_gate(read_rules(), site_.ports())),
      archive_(site_.store(), site_.vault(), *gate_),
      accounts_(site_.store(), site_.vault(), *gate_),
      personnel_(site_.store(), *gate_),
      choices_(site_.store(), *gate_),
      processors_(site_.store(), site_.vault(), *gate_),
      cases_(site_.store(), site_.vault(), *gate_) {
    site_.serve(*gate_);
}

// What is checked is what is loaded: the files are read once.
std::vector<policy::RulebookFile> House::read_rules() const {
    auto files = policy::read_rulebook(rulebook_);
    for (const policy::RuleDiagnostic& found : policy::check_rules(files)) {
        throw std::runtime_error(policy::to_text(found));
    }
    if (check_rulebook_) check_rulebook_(files);
    return files;
}

void House::reload_rulebook() {
    policy::Assembly::reload(*gate_, read_rules());
    site_.rulebook_changed();
}

control::Parts House::control_parts() noexcept {
    return {*gate_, site_, accounts_, personnel_, choices_, processors_};
}

std::string House::rulebook_hash() const {
    return records::hexadecimal(policy::Assembly::rulebook_hash(*gate_));
}

}  // namespace postvern::services::house
