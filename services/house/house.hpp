// The house put together: a site, the gate over its rulebook, and what the gate's grants open. The
// composition root of both programs; only executables link it. Thread-safe once constructed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "compliance/casework.hpp"
#include "policy/assembly.hpp"
#include "policy/gate.hpp"
#include "records/accounts.hpp"
#include "records/archive.hpp"
#include "records/cases.hpp"
#include "records/choices.hpp"
#include "records/disclosure.hpp"
#include "records/personnel.hpp"
#include "records/processors.hpp"
#include "records/site.hpp"
#include "services/control/parts.hpp"
#include "services/house/rules_in_force.hpp"

namespace postvern::services::house {

struct HouseSettings {
    records::SiteSettings site;
    std::string rulebook;  // directory of *.cedar files, in force until officers have installed others
    std::string requests;  // directory of the rules by which requests for data are classified
    std::filesystem::path case_signers{};  // who certifies signatures of court orders; empty: nobody
    compliance::HouseIdentity identity{};
    compliance::Timestamper timestamp{};  // of the bags that disclosed data are handed over in; empty: none
    RulebookCheck check_rulebook{};
    UnusableRules unusable_rules = UnusableRules::end_it;
};

class House {
  public:
    // Throws records/errors.hpp, and std::runtime_error with file, line and column for a rulebook that does not
    // load or lacks what the house asks of each rule (policy::check_rules).
    explicit House(const HouseSettings& settings);

    RulesInForce& rules() noexcept { return rules_; }
    // The SHA-256 of the rulebook in force, 64 hexadecimal digits.
    std::string rulebook_hash() const;

    records::Site& site() noexcept { return site_; }
    policy::Gate& gate() noexcept { return *gate_; }
    records::Archive& archive() noexcept { return archive_; }
    records::Accounts& accounts() noexcept { return accounts_; }
    records::Personnel& personnel() noexcept { return personnel_; }
    records::Cases& cases() noexcept { return cases_; }
    compliance::Casework& casework() noexcept { return casework_; }
    // What its people's commands act on; as long as the house.
    control::Parts control_parts() noexcept;

  private:
    records::Site site_;
    RulesInForce rules_;
    const std::unique_ptr<policy::Gate> gate_;
    records::Archive archive_;
    records::Accounts accounts_;
    records::Personnel personnel_;
    records::Choices choices_;
    records::Processors processors_;
    records::Cases cases_;
    records::CaseFiles case_files_;
    records::Disclosure disclosure_;
    compliance::Casework casework_;
};

}  // namespace postvern::services::house
