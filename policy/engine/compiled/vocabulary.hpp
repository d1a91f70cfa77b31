// The numbers of strings and of entity uids. An Image has one; the EntityTable made for the image
// has a copy that goes on, so that the image's numbers mean the same in both.
// Filled by one thread; then any number may read.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "policy/engine/compiled/hash_index.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::engine::compiled {

class Vocabulary {
  public:
    Symbol symbol(std::string_view text);
    EntityId entity(Symbol type, std::string_view id);
    EntityId entity(const language::EntityUid& uid) { return entity(symbol(uid.type), uid.id); }

    // kNone where it is not known.
    Symbol find_symbol(std::string_view text) const { return find_symbol(text, hash_of(text, 0)); }
    Symbol find_symbol(std::string_view text, std::uint64_t hash) const {
        return symbols_.find(hash, [&](Symbol symbol) { return texts_[symbol] == text; });
    }
    EntityId find_entity(Symbol type, std::string_view id) const {
        return find_entity(type, id, hash_of(id, type));
    }
    EntityId find_entity(const language::EntityUid& uid) const {
        return find_entity(find_symbol(uid.type), uid.id);
    }
    // `hash` is hash_of(id, type).
    EntityId find_entity(Symbol type, std::string_view id, std::uint64_t hash) const {
        return entities_.find(hash, [&](EntityId entity) {
            return uids_[entity].type == type && uids_[entity].id == id;
        });
    }

    std::uint32_t symbols() const { return static_cast<std::uint32_t>(texts_.size()); }
    std::uint32_t entities() const { return static_cast<std::uint32_t>(uids_.size()); }
    std::string_view text(Symbol symbol) const { return texts_[symbol]; }
    Symbol type_of(EntityId entity) const { return uids_[entity].type; }
    std::string_view id_of(EntityId entity) const { return uids_[entity].id; }

    Vocabulary() = default;
    // A copy has texts of its own.
    Vocabulary(const Vocabulary& other);
    Vocabulary(Vocabulary&&) noexcept = default;
    Vocabulary& operator=(const Vocabulary&) = delete;
    Vocabulary& operator=(Vocabulary&&) noexcept = default;
    ~Vocabulary() = default;

  private:
    struct Uid {
        Symbol type;
        std::string_view id;
    };

    std::string_view keep(std::string_view text);

    std::deque<std::string> kept_;  // a deque, because texts_ and uids_ point into it
    std::vector<std::string_view> texts_;
    std::vector<Uid> uids_;
    HashIndex symbols_;
    HashIndex entities_;
};

}  // namespace postvern::policy::engine::compiled
