// The letters of the set and the rules that ship, read once.
#pragma once

#include <filesystem>
#include <vector>

#include "compliance/requests/tables.hpp"
#include "test_places.hpp"
#include "tests/conformance/letter.hpp"

namespace postvern::conformance {

inline const compliance::RequestRules& rules() {
    static const auto kRules = compliance::RequestRules::read_directory(
        std::filesystem::path(POSTVERN_SOURCE_DIR) / "compliance/requests/data");
    return kRules;
}

inline const std::vector<Letter>& letters() {
    static const auto kLetters =
        read_letters(std::filesystem::path(POSTVERN_SOURCE_DIR) / "tests/conformance/letters");
    return kLetters;
}

}  // namespace postvern::conformance
