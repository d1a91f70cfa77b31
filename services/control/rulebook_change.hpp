// How the rules of the house are changed: what `postvern rules install` works with. Implemented
// where the house is put together (services/house), since it has the gate decide by other rules.
// *Blocking*, thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "policy/gate.hpp"
#include "policy/rulebook_file.hpp"
#include "records/rulebooks.hpp"

namespace postvern::services::control {

class RulebookChange {
  public:
    virtual ~RulebookChange() = default;

    // Every rulebook that was in force.
    virtual const records::Rulebooks& kept() const = 0;

    // Returns if `files` may come into force: they are rules, bear all that the house asks of each,
    // fit the schema of this program, and every theorem is proven of them. Throws std::exception
    // that says what, where, and why not. One call at a time: others are refused meanwhile.
    virtual void require_fit(std::span<const policy::RulebookFile> files) const = 0;

    // Returns if install() would take `files` with the signed statement `note`; throws as
    // require_fit() and records::Rulebooks::examine() do. Where the rules on record cannot be used
    // by this program, the gate, which until then denies everything, decides by `files` from here
    // on.
    virtual void prepare(std::span<const policy::RulebookFile> files, std::string_view note) = 0;

    // [install_rulebook on the rulebook] Keeps `files` and has the gate decide by them, after
    // prepare(). Throws likewise, and then the rules of before stay; should they be kept and the gate still
    // not take them, the failure says so.
    virtual records::KeptRulebook install(policy::Grant&& grant,
                                          std::span<const policy::RulebookFile> files,
                                          std::string_view note) = 0;

    // Why the rules on record cannot be used by this program: the gate denies everything. Absent:
    // they are used.
    virtual std::optional<std::string> fault() const = 0;

    // Where officers have installed the rules in force and the directory of the configuration holds
    // others, which are not used: that directory.
    virtual std::optional<std::string> unused_directory() const = 0;
};

}  // namespace postvern::services::control
