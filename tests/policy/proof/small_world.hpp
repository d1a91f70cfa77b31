// A schema with every construct, and worlds of it drawn at random from few values, for tests that
// compare the prover with the interpreter. The same seed draws the same.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "policy/language/schema/schema.hpp"
#include "policy/proof/world.hpp"

namespace postvern::policy::proof::testing {

const std::string& small_schema_text();
const language::schema::Schema& small_schema();

class Drawer {
  public:
    explicit Drawer(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }
    bool chance(unsigned percent) { return below(100) < percent; }

    // A request that the schema allows, and entities that it allows, some of them unknown.
    World world();

    // Cedar text. Nearly always well typed, often failing: attributes that may be absent are read
    // without a question, and sums overflow.
    std::string truth(int depth);
    // One policy with an @id.
    std::string policy(const std::string& id);

  private:
    language::Value value(const language::schema::Type& type);
    language::Record record(const std::vector<language::schema::Attribute>& attributes);
    language::EntityUid entity(const std::string& type);

    template <class... Texts>
    std::string one_of(const Texts&... texts) {
        const std::string all[] = {texts...};
        return all[below(sizeof...(Texts))];
    }
    std::string number(int depth);
    std::string text(int depth);
    std::string user(int depth);
    std::string team();
    std::string texts(int depth);
    std::string users(int depth);
    std::string instant();
    std::string scope();

    std::mt19937_64 random_;
};

}  // namespace postvern::policy::proof::testing
