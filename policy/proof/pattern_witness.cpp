#include "policy/proof/pattern_witness.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace postvern::policy::proof {

namespace {

constexpr std::size_t kMostStates = 20'000;

// The code points of well-formed UTF-8, each as the octets that write it.
std::vector<std::string> characters(const std::string& text) {
    std::vector<std::string> list;
    for (const char octet : text) {
        const bool continues = (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
        if (!continues || list.empty()) list.emplace_back();
        list.back() += octet;
    }
    return list;
}

// A pattern as steps: a character, or nothing for a run of any.
using Steps = std::vector<std::optional<std::string>>;

Steps steps_of(const language::Pattern& pattern) {
    Steps steps;
    for (const std::string& literal : pattern.literals()) {
        if (&literal != pattern.literals().data()) steps.emplace_back(std::nullopt);
        for (std::string& character : characters(literal)) steps.emplace_back(std::move(character));
    }
    return steps;
}

// How far into each pattern what was read so far may have come.
using Places = std::set<std::size_t>;
using State = std::vector<Places>;

void add(const Steps& steps, std::size_t place, Places& places) {
    while (places.insert(place).second && place < steps.size() && !steps[place]) ++place;
}

Places advance(const Steps& steps, const Places& from, const std::string& character) {
    Places to;
    for (const std::size_t place : from) {
        if (place == steps.size()) continue;
        if (!steps[place]) {
            add(steps, place, to);
        } else if (*steps[place] == character) {
            add(steps, place + 1, to);
        }
    }
    return to;
}

struct Demand {
    Steps steps;
    bool matches;
};

// 'a' to 'z' and what follows in ASCII, then Latin letters of two octets.
std::string letter(unsigned number) {
    constexpr unsigned kAscii = 0x7F - 'a';
    if (number < kAscii) return std::string(1, static_cast<char>('a' + number));
    return {'\xC4', static_cast<char>(0x80 + (number - kAscii) % 0x40)};
}

// The characters of all patterns, and one that is in none: all others are as good as that.
std::vector<std::string> alphabet_of(const std::vector<Demand>& demands) {
    std::set<std::string> letters;
    for (const Demand& demand : demands) {
        for (const auto& step : demand.steps) {
            if (step) letters.insert(*step);
        }
    }
    unsigned other = 0;
    while (letters.count(letter(other)) != 0 && other < 0x40) ++other;
    std::vector<std::string> alphabet{letter(other)};
    for (const std::string& each : letters) {
        if (each != alphabet.front()) alphabet.push_back(each);
    }
    return alphabet;
}

bool accepts(const std::vector<Demand>& demands, const State& state) {
    for (std::size_t i = 0; i < demands.size(); ++i) {
        const bool matches = state[i].count(demands[i].steps.size()) != 0;
        if (matches != demands[i].matches) return false;
    }
    return true;
}

}  // namespace

// Breadth first over the product of the patterns, each seen as an automaton: the first state that
// accepts has been reached by a shortest text.
PatternWitness find_text(std::span<const PatternDemand> given,
                         std::span<const std::string> excluded) {
    std::vector<Demand> demands;
    for (const PatternDemand& each : given) {
        demands.push_back({steps_of(each.pattern), each.matches});
    }
    for (const std::string& text : excluded) {
        demands.push_back({steps_of(language::Pattern({text})), false});
    }
    const std::vector<std::string> alphabet = alphabet_of(demands);
    State start(demands.size());
    for (std::size_t i = 0; i < demands.size(); ++i) add(demands[i].steps, 0, start[i]);
    std::set<State> seen{start};
    std::deque<std::pair<State, std::string>> waiting{{start, {}}};
    while (!waiting.empty()) {
        const auto [state, text] = std::move(waiting.front());
        waiting.pop_front();
        if (accepts(demands, state)) return {Search::found, text};
        for (const std::string& letter : alphabet) {
            State next(demands.size());
            for (std::size_t i = 0; i < demands.size(); ++i) {
                next[i] = advance(demands[i].steps, state[i], letter);
            }
            if (seen.insert(next).second) waiting.emplace_back(std::move(next), text + letter);
        }
        if (seen.size() > kMostStates) return {Search::given_up, {}};
    }
    return {Search::none, {}};
}

}  // namespace postvern::policy::proof
