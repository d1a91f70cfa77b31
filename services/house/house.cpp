#include "services/house/house.hpp"

#include "compliance/consent_text.hpp"
#include "records/sha256.hpp"

namespace postvern::services::house {

namespace {

records::SiteSettings with_consent_texts(records::SiteSettings settings) {
    settings.consent_texts = compliance::consent_versions();
    return settings;
}

}  // namespace

House::House(const HouseSettings& settings)
    : site_(with_consent_texts(settings.site)),
      rules_(site_, settings.rulebook, settings.check_rulebook),
      gate_(rules_.make_gate(settings.unusable_rules)),
      archive_(site_.store(), site_.vault(), *gate_),
      accounts_(site_.store(), site_.vault(), *gate_),
      personnel_(site_.store(), site_.vault(), *gate_),
      choices_(site_.store(), *gate_, site_.ledger()),
      processors_(site_.store(), site_.vault(), *gate_),
      cases_(site_.store(), site_.vault(), *gate_),
      case_files_(site_.store(), site_.vault(), *gate_, site_.ledger()),
      disclosure_(site_.store(), site_.vault(), *gate_),
      casework_({site_, *gate_, cases_, case_files_, accounts_, archive_, disclosure_,
                 [this] { return policy::Assembly::rulebook_hash(*gate_); },
                 [this](const policy::RulebookHash& hash) { return rules_.kept().files(hash); },
                  settings.timestamp,
                  settings.case_signers.empty() ? compliance::OrderSigners()
                                                : compliance::OrderSigners::read(settings.case_signers)},
                compliance::RequestRules::read_directory(settings.requests), compliance::LetterTemplates::built_in(),
                settings.identity) {
    site_.serve(*gate_);
}

control::Parts House::control_parts() noexcept {
    return {*gate_, site_, accounts_, personnel_, choices_, processors_, rules_, casework_};
}

std::string House::rulebook_hash() const {
    return records::hexadecimal(policy::Assembly::rulebook_hash(*gate_));
}

}  // namespace postvern::services::house
