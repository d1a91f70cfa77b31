// By which rules the house decides: those that its officers installed, or, until they have
// installed any, those of a directory. Thread-safe once served.
//
// INVARIANT: the rules that the gate decides by are the last ones on record
// (records/rulebooks.hpp). They are put on record first; whoever dies in between, or has no memory left
// to take them, finds them there at the next start. Where those on record cannot be used (fault()), the gate
// decides by none, or by verified new ones that are about to be installed.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "policy/assembly.hpp"
#include "records/site.hpp"
#include "services/control/rulebook_change.hpp"

namespace postvern::services::house {

// What a rulebook must pass before it is loaded, besides being one: throws if it does not. May be
// empty.
using RulebookCheck = std::function<void(std::span<const policy::RulebookFile>)>;

// What becomes of a house whose rules on record this program cannot use.
enum class UnusableRules {
    end_it,        // it does not open
    deny_by_none,  // it opens with no rules at all, so that its gate denies everything
};

class RulesInForce final : public control::RulebookChange {
  public:
    // `directory` holds *.cedar files.
    RulesInForce(records::Site& site, std::string directory, RulebookCheck check);

    // The gate over the rules in force, once. Throws std::runtime_error that says what is wrong
    // with the rules and what to do.
    std::unique_ptr<policy::Gate> make_gate(UnusableRules unusable);
    // Reads the directory again. Throws as make_gate() does, and where officers have installed the
    // rules in force: then they stay.
    void reload();

    const records::Rulebooks& kept() const override { return rulebooks_; }
    void require_fit(std::span<const policy::RulebookFile> files) const override;
    void prepare(std::span<const policy::RulebookFile> files, std::string_view note) override;
    records::KeptRulebook install(policy::Grant&& grant,
                                  std::span<const policy::RulebookFile> files,
                                  std::string_view note) override;
    std::optional<std::string> fault() const override { return fault_; }
    std::optional<std::string> unused_directory() const override;

  private:
    std::vector<policy::RulebookFile> read_directory() const;
    std::vector<policy::RulebookFile> read_installed(const records::KeptRulebook& rulebook) const;

    records::Site& site_;
    const std::string directory_;
    const RulebookCheck check_;
    records::Rulebooks rulebooks_;
    policy::Gate* gate_ = nullptr;  // that of make_gate()
    std::optional<std::string> fault_;
    mutable std::mutex proving_;  // one proof at a time: each takes a processor for some time
    std::mutex changing_;  // what is put on record and what the gate is given are one step
    std::set<policy::RulebookHash> prepared_;  // under changing_
};

}  // namespace postvern::services::house
