#include "policy/engine/compiled/vocabulary.hpp"

#include <stdexcept>

namespace postvern::policy::engine::compiled {

namespace {

std::uint32_t next_number(std::size_t taken) {
    if (taken >= kNone) throw std::length_error("more names than the engine has numbers for");
    return static_cast<std::uint32_t>(taken);
}

}  // namespace

Vocabulary::Vocabulary(const Vocabulary& other)
    : symbols_(other.symbols_), entities_(other.entities_) {
    texts_.reserve(other.texts_.size());
    uids_.reserve(other.uids_.size());
    for (const std::string_view text : other.texts_) texts_.push_back(keep(text));
    for (const Uid& uid : other.uids_) uids_.push_back({uid.type, keep(uid.id)});
}

std::string_view Vocabulary::keep(std::string_view text) { return kept_.emplace_back(text); }

Symbol Vocabulary::symbol(std::string_view text) {
    const std::uint64_t hash = hash_of(text, 0);
    const Symbol known = find_symbol(text, hash);
    if (known != kNone) return known;
    const Symbol added = next_number(texts_.size());
    texts_.push_back(keep(text));
    symbols_.insert(hash, added);
    return added;
}

EntityId Vocabulary::entity(Symbol type, std::string_view id) {
    const std::uint64_t hash = hash_of(id, type);
    const EntityId known = find_entity(type, id, hash);
    if (known != kNone) return known;
    const EntityId added = next_number(uids_.size());
    uids_.push_back({type, keep(id)});
    entities_.insert(hash, added);
    return added;
}

}  // namespace postvern::policy::engine::compiled
