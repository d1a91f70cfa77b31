#include "services/house/rules_in_force.hpp"

#include <stdexcept>

#include "policy/rules.hpp"
#include "records/sha256.hpp"

namespace postvern::services::house {

namespace {

policy::RulebookHash sha256(std::string_view text) { return records::sha256(text); }

std::string unusable(const records::KeptRulebook& rulebook, const std::string& why) {
    return "the rules in force (rulebook no. " + std::to_string(rulebook.number) + ", SHA-256 " +
           records::hexadecimal(rulebook.hash) + ") cannot be used by this program: " + why +
           "\nRun the program of before; or, while the server is stopped, have the officers sign "
           "rules that fit this "
           "one (`postvern rules statement`, `rules sign`) and install them with `postvern rules "
           "install`. "
           "`postvern rules fetch` writes those in force.";
}

}  // namespace

RulesInForce::RulesInForce(records::Site& site, std::string directory, RulebookCheck check)
    : site_(site),
      directory_(std::move(directory)),
      check_(std::move(check)),
      rulebooks_(site.store(), site.ledger().origin()) {}

void RulesInForce::require_fit(std::span<const policy::RulebookFile> files) const {
    const std::unique_lock alone(proving_, std::try_to_lock);
    if (!alone) throw std::runtime_error("other rules are being proven; try again in a moment");
    records::require_rulebook_form(files);
    for (const policy::RuleDiagnostic& found : policy::check_rules(files)) {
        throw std::runtime_error(policy::to_text(found));
    }
    policy::Assembly::require_loadable(files, sha256);
    if (check_) check_(files);
}

// What is checked is what is loaded: the files are read once.
std::vector<policy::RulebookFile> RulesInForce::read_directory() const {
    auto files = policy::read_rulebook(directory_);
    require_fit(files);
    return files;
}

std::vector<policy::RulebookFile> RulesInForce::read_installed(
    const records::KeptRulebook& rulebook) const {
    try {
        if (rulebook.fault) throw std::runtime_error("the store was changed: " + *rulebook.fault);
        auto files = rulebooks_.files(rulebook.hash);
        require_fit(files);
        return files;
    } catch (const std::exception& failure) {
        throw std::runtime_error(unusable(rulebook, policy::to_text(failure)));
    }
}

std::unique_ptr<policy::Gate> RulesInForce::make_gate(UnusableRules wanted) {
    const auto last = rulebooks_.in_force();
    const bool installed = last && (last->is_signed() || last->fault);
    std::vector<policy::RulebookFile> files;
    try {
        files = installed ? read_installed(*last) : read_directory();
    } catch (const std::exception& failure) {
        if (!installed || wanted == UnusableRules::end_it) throw;
        fault_ = failure.what();
    }
    auto gate = policy::Assembly::make_gate(files, site_.ports());
    if (!installed) rulebooks_.keep_founding(files);
    rulebooks_.honour_grants_of(*gate);
    gate_ = gate.get();
    return gate;
}

void RulesInForce::reload() {
    const std::lock_guard lock(changing_);
    const auto last = rulebooks_.in_force();
    if (last && last->is_signed()) {
        throw std::runtime_error("officers have installed the rules in force, and " + directory_ +
                                 " is not read any more: `postvern rules install` changes them");
    }
    const auto files = read_directory();
    rulebooks_.keep_founding(files);
    policy::Assembly::reload(*gate_, files);
    site_.rulebook_changed();
}

void RulesInForce::prepare(std::span<const policy::RulebookFile> files, std::string_view note) {
    rulebooks_.examine(files, note);
    require_fit(files);
    const std::lock_guard lock(changing_);
    prepared_.insert(policy::hash_rulebook(files, sha256));
    if (fault_) policy::Assembly::reload(*gate_, files);
}

records::KeptRulebook RulesInForce::install(policy::Grant&& grant,
                                            std::span<const policy::RulebookFile> files,
                                            std::string_view note) {
    const std::lock_guard lock(changing_);
    // Not proven here again: a proof may take longer than a grant lasts.
    if (!prepared_.contains(policy::hash_rulebook(files, sha256))) {
        throw std::logic_error("rules are installed that were not found to be fit");
    }
    auto installed = rulebooks_.install(std::move(grant), files, note);
    try {
        policy::Assembly::reload(*gate_, files);
    } catch (const std::exception& failure) {
        throw std::runtime_error(
            "the rulebook is installed, and comes into force when the server is started again: " +
            std::string(failure.what()));
    }
    site_.rulebook_changed();
    return installed;
}

std::optional<std::string> RulesInForce::unused_directory() const {
    const auto last = rulebooks_.in_force();
    if (!last || !last->is_signed()) return {};
    try {
        if (policy::hash_rulebook(policy::read_rulebook(directory_), sha256) == last->hash)
            return {};
    } catch (const std::exception&) {
        // Gone, or not to be read: what is in force does not need it.
    }
    return directory_;
}

}  // namespace postvern::services::house
