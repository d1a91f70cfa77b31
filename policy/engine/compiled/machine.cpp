#include "policy/engine/compiled/machine.hpp"

#include <algorithm>
#include <utility>

namespace postvern::policy::engine::compiled {

Machine::Machine(std::shared_ptr<const EntityTable> table)
    : table_(std::move(table)),
      program_(&table_->image().program()),
      first_kept_(program_->first_kept()) {
    registers_.resize(program_->registers());
    std::copy(program_->constants.begin(), program_->constants.end(), registers_.begin() + kRoots);
    computed_.resize(program_->kept, 0);
}

void Machine::start(const CompiledRequest& request, Keep keep) {
    ++now_[1];
    if (keep == Keep::nothing) {
        ++now_[0];
        arena_.clear();
    }
    locals_ = request.locals;
    const std::array roots{request.principal, request.action, request.resource};
    for (std::size_t root = 0; root < roots.size(); ++root) {
        registers_[root] = entity_cell(roots[root]);
        root_entities_[root] = &entity(roots[root]);
        root_records_[root] = root_entities_[root]->attributes;
    }
    registers_[3] = pointer_cell(request.context, Tag::record);
    root_records_[3] = request.context;
}

const EntityData& Machine::entity(EntityId entity) const {
    if (locals_ != nullptr) {
        if (entity >= table_->size()) return locals_->entities[entity - table_->size()];
        for (const Locals::Described& one : locals_->described) {
            if (one.entity == entity) return one.data;
        }
    }
    return table_->entity(entity);
}

std::string_view Machine::text(Symbol symbol) const {
    const Symbol base = table_->vocabulary().symbols();
    return symbol < base ? table_->vocabulary().text(symbol) : locals_->texts[symbol - base];
}

// --- The loop -----------------------------------------------------------------------------------

// What policies ask most stands here; the rest is a call away (compute, test).
template <bool kStops>
inline Ending Machine::run(std::uint32_t code, std::uint32_t stop) {
    const Instruction* const program = program_->code.data();
    const Cell* const registers = registers_.data();
    for (;;) {
        if constexpr (kStops) {
            if (code == stop) return Ending::stopped;
        }
        const Instruction& now = program[code];
        Truth found = Truth::failed;
        switch (now.operation) {
            case Operation::accept:
                return Ending::accepted;
            case Operation::reject:
                return Ending::rejected;
            case Operation::fail:
                error_ = static_cast<ErrorKind>(now.detail);
                return Ending::failed;
            case Operation::jump:
                code = now.a;
                continue;
            case Operation::recall:
                code = computed_[now.a - first_kept_] == now_[now.detail] ? now.b : code + 1;
                continue;
            case Operation::keep:
                computed_[now.a - first_kept_] = now_[now.detail];
                ++code;
                continue;
            case Operation::test_root_true: {
                Cell value;
                if (!get_root_attribute(now.b, now.c, value)) return Ending::failed;
                found = truth_of(value);
                break;
            }
            case Operation::test_root_equal: {
                Cell value;
                if (!get_root_attribute(now.b, now.extra, value)) return Ending::failed;
                found = truth(equal(value, registers[now.c]));
                break;
            }
            case Operation::test_true:
                found = truth_of(registers[now.b]);
                break;
            case Operation::test_equal:
                found = truth(equal(registers[now.b], registers[now.c]));
                break;
            case Operation::test_has:
                found = now.b < kRoots ? has_root_attribute(now.b, now.c)
                                       : has_attribute(registers[now.b], now.c);
                break;
            case Operation::test_type:
                if (registers[now.b].tag != Tag::entity) {
                    error_ = ErrorKind::type;
                    return Ending::failed;
                }
                found = truth(entity_in(now.b).type == now.c);
                break;
            case Operation::test_less:
                found = compare_numbers(registers[now.b], registers[now.c], false);
                break;
            case Operation::test_less_or_equal:
                found = compare_numbers(registers[now.b], registers[now.c], true);
                break;
            case Operation::root_attribute:
                if (!get_root_attribute(now.b, now.c, registers_[now.a])) return Ending::failed;
                ++code;
                continue;
            default:
                if (now.operation < Operation::test_true) {
                    if (!compute(now)) return Ending::failed;
                    ++code;
                    continue;
                }
                found = test(now);
        }
        if (found == Truth::failed) return Ending::failed;
        code = static_cast<std::uint8_t>(found) == now.detail ? now.a : code + 1;
    }
}

Ending Machine::run(std::uint32_t code) { return run<false>(code, 0); }

Ending Machine::run_until(std::uint32_t code, std::uint32_t stop) { return run<true>(code, stop); }

// --- Attributes ---------------------------------------------------------------------------------

bool Machine::get_attribute(Cell holder, AttributeNumber attribute, Cell& into) {
    const Cell* record = nullptr;
    if (holder.tag == Tag::record) {
        record = cells_of(holder);
    } else if (holder.tag == Tag::entity) {
        record = entity(id_of(holder)).attributes;
        if (record == nullptr) return refuse(ErrorKind::missing_entity);
    } else {
        return refuse(ErrorKind::type);
    }
    into = field(record, attribute, program_->attributes);
    return into.tag != Tag::absent || refuse(ErrorKind::missing_attribute);
}

Machine::Truth Machine::has_attribute(Cell holder, AttributeNumber attribute) {
    const Cell* record = nullptr;
    if (holder.tag == Tag::record) {
        record = cells_of(holder);
    } else if (holder.tag == Tag::entity) {
        record = entity(id_of(holder)).attributes;
        if (record == nullptr) return Truth::no;
    } else {
        return fail(ErrorKind::type);
    }
    return truth(field(record, attribute, program_->attributes).tag != Tag::absent);
}

Machine::Truth Machine::has_path(Cell holder, const Path& path) {
    const std::span<const AttributeNumber> names(program_->path_names);
    for (const AttributeNumber name : names.subspan(path.first, path.count)) {
        const Truth found = has_attribute(holder, name);
        if (found != Truth::yes) return found;
        if (!get_attribute(holder, name, holder)) return Truth::failed;
    }
    return Truth::yes;
}

Machine::Truth Machine::has_tag(Cell holder, Cell name) {
    if (holder.tag != Tag::entity || name.tag != Tag::string) return fail(ErrorKind::type);
    const Cell* const tags = entity(id_of(holder)).tags;
    return truth(tags != nullptr && shape_of(tags).find(id_of(name)) != 0);
}

bool Machine::get_tag(const Instruction& now) {
    const Cell holder = registers_[now.b];
    const Cell name = registers_[now.c];
    if (holder.tag != Tag::entity || name.tag != Tag::string) return refuse(ErrorKind::type);
    const EntityData& data = entity(id_of(holder));
    if (data.attributes == nullptr) return refuse(ErrorKind::missing_entity);
    const std::size_t place = data.tags == nullptr ? 0 : shape_of(data.tags).find(id_of(name));
    if (place == 0) return refuse(ErrorKind::missing_tag);
    registers_[now.a] = data.tags[place];
    return true;
}

// --- The hierarchy ------------------------------------------------------------------------------

bool Machine::selected(EntityId entity, const EntityData& data, Selector selector) {
    if (lists(data.selected(), selector)) return true;
    if (!data.walks || !program_->selectors.includes_descendants(selector)) return false;
    return is_below(entity, program_->selectors.constant(selector));
}

// Whether it is the ancestor or below it.
bool Machine::is_below(EntityId descendant, EntityId ancestor) {
    if (descendant == ancestor) return true;
    const EntityData& data = entity(descendant);
    if (!data.walks) return lists(data.above(), ancestor);
    climb(descendant);
    return std::find(reached_.begin(), reached_.end(), ancestor) != reached_.end();
}

// Fills reached_ with all ancestors of an entity whose parents lead to one that has to be walked.
void Machine::climb(EntityId start) {
    const std::size_t known = table_->size() + (locals_ == nullptr ? 0 : locals_->entities.size());
    met_.assign(known, false);
    reached_.clear();
    const auto reach = [this](EntityId from) {
        for (const EntityId above : entity(from).above()) {
            if (!met_[above]) reached_.push_back(above);
            met_[above] = true;
        }
    };
    reach(start);
    for (std::size_t next = 0; next < reached_.size(); ++next) reach(reached_[next]);
}

std::span<const Selector> Machine::walk_selectors(EntityId entity) {
    climb(entity);
    selected_.clear();
    append_selectors(entity, reached_, program_->selectors, selected_);
    return selected_;
}

Machine::Truth Machine::is_in(Cell descendant, Cell container) {
    if (descendant.tag != Tag::entity) return fail(ErrorKind::type);
    if (container.tag == Tag::entity) {
        return truth(is_below(id_of(descendant), id_of(container)));
    }
    if (container.tag != Tag::set) return fail(ErrorKind::type);
    const std::span<const Cell> ancestors = elements_of(cells_of(container));
    // An element that is no entity is an error even behind a match.
    for (const Cell& ancestor : ancestors) {
        if (ancestor.tag != Tag::entity) return fail(ErrorKind::type);
    }
    return truth(std::any_of(ancestors.begin(), ancestors.end(), [&](Cell ancestor) {
        return is_below(id_of(descendant), id_of(ancestor));
    }));
}

}  // namespace postvern::policy::engine::compiled
