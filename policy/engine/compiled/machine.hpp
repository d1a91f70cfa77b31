// Runs the code of policies for one request. Reused for many: it allocates nothing once its memory
// has the size that the policies need. One thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "policy/engine/compiled/compiled_request.hpp"
#include "policy/engine/compiled/entity_table.hpp"
#include "policy/engine/outcome.hpp"

namespace postvern::policy::engine::compiled {

enum class Ending : std::uint8_t { accepted, rejected, failed, stopped };

class Machine {
  public:
    explicit Machine(std::shared_ptr<const EntityTable> table);

    const EntityTable& table() const { return *table_; }

    // The request that follows; what it borrows from must outlive its last run(). Forgets what was
    // computed for the last one, or of it only what depends on the resource.
    enum class Keep : std::uint8_t { nothing, common };
    void start(const CompiledRequest& request, Keep keep);

    // Whether the values made since `nothing` was kept take so much room that they should go.
    bool spent() const { return arena_.taken() > kMaxCells; }

    // Runs the code from `code` on. After `failed`, error() says why.
    Ending run(std::uint32_t code);
    // The same, but only up to the instruction at `stop`.
    Ending run_until(std::uint32_t code, std::uint32_t stop);
    ErrorKind error() const { return error_; }

    const EntityData& entity(EntityId entity) const;
    const EntityData& principal() const { return *root_entities_[0]; }
    const EntityData& action() const { return *root_entities_[1]; }
    const EntityData& resource() const { return *root_entities_[2]; }

    // Whether `entity` satisfies a selector of the image.
    bool selected(EntityId entity, const EntityData& data, Selector selector);
    // All selectors that an entity satisfies that has to be walked; valid until the next call.
    std::span<const Selector> walk_selectors(EntityId entity);

  private:
    static constexpr std::size_t kMaxCells = std::size_t{1} << 16;

    // A test that cannot be made is `failed`. INVARIANT: no and yes are 0 and 1.
    enum class Truth : std::uint8_t { no, yes, failed };
    static Truth truth(bool value) { return value ? Truth::yes : Truth::no; }
    Truth fail(ErrorKind kind) {
        error_ = kind;
        return Truth::failed;
    }
    bool refuse(ErrorKind kind) {
        error_ = kind;
        return false;
    }

    template <bool kStops>
    Ending run(std::uint32_t code, std::uint32_t stop);
    Truth test(const Instruction& now);
    // Each of the following: false if it cannot be done.
    bool compute(const Instruction& now);
    bool calculate(const Instruction& now);
    bool get_attribute(Cell holder, AttributeNumber attribute, Cell& into);
    bool get_root_attribute(Register root, AttributeNumber attribute, Cell& into) {
        const Cell* const record = root_records_[root];
        if (record == nullptr) return refuse(ErrorKind::missing_entity);
        into = field(record, attribute, program_->attributes);
        return into.tag != Tag::absent || refuse(ErrorKind::missing_attribute);
    }
    // Whether the entity or record in that root has the attribute.
    Truth has_root_attribute(Register root, AttributeNumber attribute) const {
        const Cell* const record = root_records_[root];
        if (record == nullptr) return Truth::no;
        return truth(field(record, attribute, program_->attributes).tag != Tag::absent);
    }
    // The entity that a register names.
    const EntityData& entity_in(Register holder) const {
        return holder < root_entities_.size() ? *root_entities_[holder]
                                              : entity(id_of(registers_[holder]));
    }
    bool get_tag(const Instruction& now);
    void make_set(const Instruction& now);
    void make_record(const Instruction& now);
    bool call(const Instruction& now);

    Truth truth_of(Cell cell) {
        return cell.tag == Tag::boolean ? static_cast<Truth>(cell.bits) : fail(ErrorKind::type);
    }
    // Numbers, instants and durations are compared with their like.
    Truth compare_numbers(Cell left, Cell right, bool or_equal) {
        const bool ordered =
            left.tag == Tag::integer || left.tag == Tag::datetime || left.tag == Tag::duration;
        if (!ordered || left.tag != right.tag) return fail(ErrorKind::type);
        return truth(or_equal ? number_of(left) <= number_of(right)
                              : number_of(left) < number_of(right));
    }
    Truth is_in(Cell descendant, Cell container);
    Truth has_attribute(Cell holder, AttributeNumber attribute);
    Truth has_path(Cell holder, const Path& path);
    Truth has_tag(Cell holder, Cell name);
    Truth test_sets(const Instruction& now);

    bool is_below(EntityId descendant, EntityId ancestor);
    void climb(EntityId entity);
    std::string_view text(Symbol symbol) const;

    std::shared_ptr<const EntityTable> table_;  // shared with other threads' machines
    const Program* program_;
    Register first_kept_;
    const Locals* locals_ = nullptr;
    ErrorKind error_ = ErrorKind::type;
    std::vector<Cell> registers_;
    // By kept register: the number of the decision, or of the batch, that it was computed in.
    std::vector<std::uint64_t> computed_;
    std::array<std::uint64_t, 2> now_{0, 0};          // of the batch, of the decision
    std::array<const Cell*, kRoots> root_records_{};  // null: nothing is known of the entity
    std::array<const EntityData*, 3> root_entities_{};
    CellArena arena_;
    // For hierarchies that must be walked.
    std::vector<EntityId> reached_;
    std::vector<bool> met_;
    std::vector<Selector> selected_;
};

}  // namespace postvern::policy::engine::compiled
