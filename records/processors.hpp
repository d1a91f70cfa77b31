// Companies that process data for the house (GDPR Art. 28): the agreement with each, and the documented
// instructions to it. Every call consumes a Grant of [administer_processors] on the site, is *blocking* and
// thread-safe. Failures: records/errors.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/gate.hpp"
#include "records/errors.hpp"

namespace postvern::records {

class Store;
class Vault;

// Moments are Unix seconds.
struct Instruction {
    std::uint64_t number = 0;
    std::int64_t moment = 0;  // when it was given
    std::optional<std::int64_t> ended{};
    std::string text;
};

struct Processor {
    std::uint64_t number = 0;
    std::string name;
    std::optional<std::int64_t> agreement_until{};
    std::vector<Instruction> instructions{};
};

class Processors {
  public:
    // Throws std::logic_error where the store serves another gate already.
    Processors(Store& store, Vault& vault, policy::Gate& gate);

    std::vector<Processor> list(policy::Grant&& grant) const;  // by number

    // Value: its number. Unacceptable for a name that is empty or over 255 octets.
    std::uint64_t add(policy::Grant&& grant, std::string_view name,
                      std::optional<std::int64_t> agreement_until);
    // NotFound. Absent: there is no agreement any more, and the processor does nothing.
    void set_agreement(policy::Grant&& grant, std::uint64_t number,
                       std::optional<std::int64_t> agreement_until);
    // With its instructions. NotFound.
    void remove(policy::Grant&& grant, std::uint64_t number);

    // Value: the number of the instruction. NotFound; Unacceptable for a text that is empty or over 4,096
    // octets.
    std::uint64_t instruct(policy::Grant&& grant, std::uint64_t number, std::string_view text);
    // NotFound where it is not in force.
    void end_instruction(policy::Grant&& grant, std::uint64_t instruction);

  private:
    void require(policy::Grant&& grant) const;

    Store& store_;
    Vault& vault_;
    policy::Gate& gate_;
};

}  // namespace postvern::records
