#include "policy/engine/compiled/request_builder.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

#include "policy/engine/compiled/encoder.hpp"

namespace postvern::policy::engine::compiled {

namespace {

// Shapes of records that a builder keeps from one request to the next.
constexpr std::size_t kMaxShapes = 256;

}  // namespace

RequestBuilder::RequestBuilder(std::shared_ptr<const EntityTable> table)
    : table_(std::move(table)), shapes_(table_->image().program().attributes) {}

void RequestBuilder::begin() {
    arena_.clear();
    shapes_.trim(kMaxShapes);
    if (!texts_.empty()) {
        texts_.clear();
        symbols_.clear();
    }
    if (!uids_.empty()) {
        uids_.clear();
        entities_.clear();
        entity_index_.clear();
    }
    described_.clear();
    pending_.clear();
}

Symbol RequestBuilder::symbol(std::string_view text) {
    const std::uint64_t hash = hash_of(text, 0);
    const Symbol known = table_->vocabulary().find_symbol(text, hash);
    if (known != kNone) return known;
    const Symbol base = table_->vocabulary().symbols();
    const Symbol local =
        symbols_.find(hash, [&](Symbol symbol) { return texts_[symbol - base] == text; });
    if (local != kNone) return local;
    const Symbol added = base + static_cast<Symbol>(texts_.size());
    texts_.push_back(text);
    symbols_.insert(hash, added);
    return added;
}

EntityId RequestBuilder::entity(Symbol type, std::string_view id) {
    const std::uint64_t hash = hash_of(id, type);
    const EntityId known = table_->vocabulary().find_entity(type, id, hash);
    if (known != kNone) return known;
    const EntityId base = table_->size();
    const EntityId local = entity_index_.find(hash, [&](EntityId entity) {
        return uids_[entity - base].type == type && uids_[entity - base].id == id;
    });
    if (local != kNone) return local;
    const EntityId added = base + static_cast<EntityId>(uids_.size());
    uids_.push_back({type, id});
    EntityData& data = entities_.emplace_back();
    data.type = type;
    table_->image().slices().place(data, kNone);
    entity_index_.insert(hash, added);
    return added;
}

Cell RequestBuilder::set(std::span<const Cell> elements) {
    Cell* const head = arena_.take(elements.size() + 1);
    std::copy(elements.begin(), elements.end(), head + 1);
    make_set(head, elements.size());
    return pointer_cell(static_cast<const Cell*>(head), Tag::set);
}

const Cell* RequestBuilder::record(std::span<NamedCell> fields) {
    if (!std::is_sorted(fields.begin(), fields.end())) std::sort(fields.begin(), fields.end());
    Cell* const head = arena_.take(fields.size() + 1);
    names_.clear();
    for (const NamedCell& field : fields) {
        if (field.value.tag == Tag::absent) continue;
        names_.push_back(field.name);
        head[names_.size()] = field.value;
    }
    *head = pointer_cell(shapes_.of(names_), Tag::absent);
    return head;
}

Cell RequestBuilder::encode(const language::Value& value) {
    return Encoder<RequestBuilder>(*this, shapes_, arena_).encode(value);
}

const Cell* RequestBuilder::encode(const language::Record& record) {
    return Encoder<RequestBuilder>(*this, shapes_, arena_).encode_record(record);
}

// --- Entities -----------------------------------------------------------------------------------

EntityData* RequestBuilder::find_local(EntityId entity) {
    if (entity >= table_->size()) return &entities_[entity - table_->size()];
    for (Locals::Described& one : described_) {
        if (one.entity == entity) return &one.data;
    }
    return nullptr;
}

void RequestBuilder::describe(EntityId entity, const Cell* attributes,
                              std::span<const EntityId> parents, const Cell* tags) {
    EntityData* data = find_local(entity);
    if (data == nullptr) {
        const EntityData& listed = table_->entity(entity);
        if (listed.attributes != nullptr || (listed.has_descendants && !parents.empty())) {
            throw std::logic_error("a request describes an entity of the table");
        }
        data = &described_.emplace_back(Locals::Described{entity, {}}).data;
        data->type = listed.type;
    }
    if (data->attributes != nullptr) throw std::logic_error("an entity was described twice");
    data->attributes = attributes;
    data->tags = tags;
    pending_.push_back({entity, keep(parents)});
}

void RequestBuilder::describe(const language::Entity& entity) {
    std::vector<EntityId> parents;
    for (const auto& parent : entity.parents) parents.push_back(this->entity(parent));
    const EntityId number = this->entity(entity.uid);
    const Cell* const attributes = encode(entity.attributes);
    describe(number, attributes, parents, encode(entity.tags));
}

std::span<const std::uint32_t> RequestBuilder::keep(std::span<const std::uint32_t> numbers) {
    if (numbers.empty()) return {};
    constexpr std::size_t kPerCell = sizeof(Cell) / sizeof(std::uint32_t);
    auto* const room =
        new (arena_.take((numbers.size() + kPerCell - 1) / kPerCell)) std::uint32_t[numbers.size()];
    std::copy(numbers.begin(), numbers.end(), room);
    return {room, numbers.size()};
}

// Ancestors and selectors of an entity that the request describes: those of its parents, added up.
void RequestBuilder::complete(const Pending& one) {
    reached_.clear();
    climbing_.assign(1, &one);
    bool walks = false;
    for (std::size_t next = 0; next < climbing_.size(); ++next) {
        for (const EntityId parent : climbing_[next]->parents) {
            reached_.push_back(parent);
            const auto pending = std::find_if(pending_.begin(), pending_.end(),
                                              [&](const Pending& p) { return p.entity == parent; });
            if (pending != pending_.end()) {
                const Pending* const more = &*pending;
                const bool met =
                    std::find(climbing_.begin(), climbing_.end(), more) != climbing_.end();
                if (!met) climbing_.push_back(more);
            } else {
                const EntityData* const local = find_local(parent);
                const EntityData& listed = local != nullptr ? *local : table_->entity(parent);
                walks = walks || listed.walks;
                reached_.insert(reached_.end(), listed.above().begin(), listed.above().end());
            }
        }
    }
    std::sort(reached_.begin(), reached_.end());
    reached_.erase(std::unique(reached_.begin(), reached_.end()), reached_.end());
    set_above(one, walks);
}

void RequestBuilder::set_above(const Pending& one, bool walks) {
    EntityData& data = *find_local(one.entity);
    const auto above = walks ? one.parents : keep(reached_);
    data.ancestors = above.data();
    data.ancestor_count = static_cast<std::uint32_t>(above.size());
    data.walks = walks;
    if (walks) reached_.clear();
    selected_.clear();
    append_selectors(one.entity, reached_, table_->image().program().selectors, selected_);
    const auto satisfied = keep(selected_);
    data.selectors = satisfied.data();
    data.selector_count = static_cast<std::uint32_t>(satisfied.size());
    table_->image().slices().place(data, one.entity);
}

CompiledRequest RequestBuilder::finish(EntityId principal, EntityId action, EntityId resource,
                                       const Cell* context) {
    for (const Pending& one : pending_) complete(one);
    pending_.clear();
    locals_ = {texts_, entities_, described_};
    const bool needed = !texts_.empty() || !entities_.empty() || !described_.empty();
    return {principal, action, resource, context, needed ? &locals_ : nullptr};
}

CompiledRequest RequestBuilder::finish(const language::Request& request) {
    const EntityId principal = entity(request.principal);
    const EntityId action = entity(request.action);
    const EntityId resource = entity(request.resource);
    return finish(principal, action, resource, encode(request.context));
}

}  // namespace postvern::policy::engine::compiled
