// Decides requests by an image over a table of entities, as engine::decide does by rules and
// entities. One thread at a time; each thread has its own, and they share table and image.
// After the first decisions it allocates nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "policy/engine/compiled/compiled_request.hpp"
#include "policy/engine/compiled/compiled_verdict.hpp"
#include "policy/engine/compiled/machine.hpp"
#include "policy/engine/verdict.hpp"

namespace postvern::policy::engine::compiled {

class Authorizer {
  public:
    explicit Authorizer(std::shared_ptr<const EntityTable> table);

    // The request must be of this table, and what it borrows from must still be there.
    void decide(const CompiledRequest& request, Strictness strictness, CompiledVerdict& verdict);

    // A batch: many resources, and everything else the same. What does not depend on the resource
    // is evaluated once for all of them. `common` must outlive the batch; its resource is not
    // used. A batch ends with the next begin_batch() or decide().
    void begin_batch(const CompiledRequest& common);
    void decide_next(EntityId resource, Strictness strictness, CompiledVerdict& verdict);

  private:
    // The policies of a slice that the batch's common facts leave, and where each goes on.
    struct Prepared {
        std::size_t slice;
        std::vector<SliceEntry> entries;
    };

    void decide_slice(std::size_t slice);
    void decide_keyed_by_resource(std::size_t slice);
    template <class Find>
    void decide_behind(EntityId entity, const EntityData& data, Find find);
    void decide_all();
    bool in_scope(const CompiledPolicy& policy);
    bool matches(const EntityScope& scope, EntityId entity, const EntityData& data);

    void decide_entries(std::span<const SliceEntry> entries);
    bool selects(const SliceEntry& entry);
    void note(std::uint32_t policy, bool forbids, Ending ending);
    void conclude(Strictness strictness, CompiledVerdict& verdict);

    const Prepared& prepare(std::size_t slice);
    void prepare_entries(std::span<const SliceEntry> entries, Prepared& prepared);

    Machine machine_;
    const Image& image_;
    CompiledRequest request_;  // the one that is being decided
    std::vector<std::uint32_t> permits_;
    std::vector<std::uint32_t> forbids_;
    std::vector<PolicyFault> errors_;
    std::vector<std::uint32_t> erring_forbids_;
    std::size_t runs_ = 0;  // ascending runs of policies that the lists consist of
    std::vector<Prepared> prepared_;
    std::size_t prepared_used_ = 0;
};

}  // namespace postvern::policy::engine::compiled
