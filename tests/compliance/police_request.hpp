// The letter that several tests begin with: the police (Kripos) ask for a mailbox without an order of a court. Tests that run
// the programs read the same file.
#pragma once

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "test_places.hpp"

namespace postvern::tests {

// As it is entered (docs/formats/request-rules.md): about alice@example.org, received on 2026-03-02.
inline std::string police_request() {
    const std::string file = POSTVERN_SOURCE_DIR "/tests/compliance/police_request.toml";
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw std::runtime_error(file + ": cannot be read");
    return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace postvern::tests
