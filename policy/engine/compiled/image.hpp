// Policies compiled: names interned, constants folded, equal expressions one, sliced by action,
// types and scope constants, in flat code. It decides as the interpreter does (engine::decide),
// always. Immutable, so that threads may share it; borrows nothing of the syntax that it was made
// from.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "policy/engine/compiled/program.hpp"
#include "policy/engine/compiled/slice_index.hpp"
#include "policy/language/policy_syntax.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::policy::engine::compiled {

// A policy of an image. Its number is its place among those that were compiled.
struct CompiledPolicy {
    language::Effect effect = language::Effect::forbid;
    bool never = false;                // it applies to no request and cannot err
    std::uint32_t code = 0;            // where its conditions begin,
    std::uint32_t about_resource = 0;  // and where they begin to ask about the resource, or kNone
    PolicyScope scope;
};

class Image {
  public:
    // Compiles `policies`, all of them or (on an exception) none. Templates among them apply to
    // nothing. With a schema, the index knows its actions and their groups; entities that tell
    // other groups of an action are still decided rightly, only not as fast. Throws
    // std::length_error beyond 2^32 names, std::logic_error for syntax that no parser makes.
    static std::shared_ptr<const Image> compile(
        std::span<const language::PolicySyntax* const> policies,
        const language::schema::Schema* schema = nullptr);

    const Program& program() const { return program_; }
    const SliceIndex& slices() const { return slices_; }
    std::span<const CompiledPolicy> policies() const { return policies_; }

  private:
    Image() = default;

    void generate_code(std::span<const language::PolicySyntax* const> policies);
    void build_index();

    Program program_;
    SliceIndex slices_;
    std::vector<CompiledPolicy> policies_;
};

}  // namespace postvern::policy::engine::compiled
