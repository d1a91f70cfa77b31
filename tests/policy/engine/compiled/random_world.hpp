// Draws policies, entities and requests at random, for tests that compare two evaluators. Every
// operator occurs, most of them on values of the right type and some on values of the wrong one, so
// that decisions of all kinds and errors of all kinds occur. The same seed draws the same world.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/request.hpp"

namespace postvern::policy::engine::compiled::testing {

using language::Entity;
using language::EntityUid;
using language::Record;
using language::Value;

class RandomWorld {
  public:
    explicit RandomWorld(std::uint64_t seed) : random_(seed) {}

    // A policy as text.
    std::string policy();
    // Some entities, with parents among each other: in cycles too, if `cyclic`.
    std::vector<Entity> entities(bool cyclic);
    language::Request request();

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    EntityUid uid(const std::string& type);

  private:
    enum class Kind { truth, number, text, entity, set, record, ip, decimal, datetime, duration };
    static constexpr int kKinds = 10;

    bool chance(unsigned percent) { return below(100) < percent; }
    template <class... Texts>
    std::string one_of(const Texts&... texts) {
        const std::string all[] = {texts...};
        return all[below(sizeof...(Texts))];
    }

    std::string scope(const std::string& variable);
    std::string action_scope();
    std::string entity_text();

    // An expression of a kind, mostly; `depth` levels of operators at most.
    std::string expression(Kind kind, int depth);
    std::string of_kind(Kind kind, int depth);
    std::string truth(int depth);
    std::string comparison(int depth);
    std::string set_question(int depth);
    std::string entity_question(int depth);
    std::string extension_question(int depth);
    std::string number(int depth);
    std::string leaf(Kind kind);
    std::string path(Kind kind);
    Kind any_kind() { return static_cast<Kind>(below(kKinds)); }

    Value value(Kind kind, int depth);
    Record attributes(int depth);
    Record tags();

    std::mt19937_64 random_;
};

}  // namespace postvern::policy::engine::compiled::testing
