// What the policies of an image became: code, and the tables that it refers to. Filled while the
// image is compiled, then immutable, so that threads may share it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/engine/compiled/attributes.hpp"
#include "policy/engine/compiled/cell_arena.hpp"
#include "policy/engine/compiled/instruction.hpp"
#include "policy/engine/compiled/selectors.hpp"
#include "policy/engine/compiled/vocabulary.hpp"
#include "policy/language/pattern.hpp"

namespace postvern::policy::engine::compiled {

// Every program begins with these: reject, accept, and a failure of each ErrorKind.
inline constexpr std::uint32_t kRejectCode = 0;
inline constexpr std::uint32_t kAcceptCode = 1;
inline constexpr std::uint32_t kFailCode = 2;  // and so on, by ErrorKind

// Names of a path `has a.b.c`: numbers [first, first + count) of Program::path_names.
struct Path {
    std::uint32_t first;
    std::uint32_t count;
};

// Where `{a: x, b: y}` puts its values: the i-th, in the order of evaluation, at places[i] behind
// the head.
struct RecordLayout {
    const Shape* shape;
    std::vector<std::uint32_t> places;
};

struct Program {
    Vocabulary vocabulary;
    Attributes attributes;
    Shapes shapes{attributes};
    CellArena arena;  // of constants
    Selectors selectors;

    std::vector<Instruction> code;
    std::vector<Cell> constants;
    std::vector<Register> operand_lists;
    std::vector<language::Pattern> patterns;
    std::vector<AttributeNumber> path_names;
    std::vector<Path> paths;
    std::vector<RecordLayout> layouts;
    std::uint32_t kept = 0;       // registers behind the constants that last a decision
    std::uint32_t temporary = 0;  // registers behind those

    Register first_kept() const { return kRoots + static_cast<Register>(constants.size()); }
    std::size_t registers() const { return first_kept() + std::size_t{kept} + temporary; }

    Program() = default;
    Program(const Program&) = delete;  // shapes refers to attributes
    Program& operator=(const Program&) = delete;
};

}  // namespace postvern::policy::engine::compiled
