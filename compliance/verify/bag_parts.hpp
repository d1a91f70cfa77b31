// What the files of the bag's check share.
#pragma once

#include <string>
#include <string_view>

#include "compliance/verify/bag.hpp"

namespace postvern::compliance::verify {

// Throws Fault where it is missing.
const BagFile& file_of(const BagFiles& files, std::string_view path);

// Runs `work` with the octets of a file; what it throws gets the file's name in front.
template <typename Work>
auto in_file(const BagFiles& files, std::string_view path, const Work& work) {
    const BagFile& file = file_of(files, path);
    try {
        return work(std::string_view(file.octets));
    } catch (const Fault& fault) {
        throw Fault(std::string(path) + ": " + fault.what());
    }
}

// <stem>1.txt, <stem>2.txt ... as many as there are.
std::vector<std::string> numbered_files(const BagFiles& files, const std::string& stem);

// A text "name: value" whose two last lines are the signer's key and signature.
struct Statement {
    std::map<std::string, std::string, std::less<>> values;
    std::string key;          // 32 octets
    std::int64_t moment = 0;  // Unix seconds
};
// With `first_line` and then exactly `names`, before moment, key and signature, which must verify.
Statement parse_statement(std::string_view text, std::string_view first_line,
                          std::initializer_list<std::string_view> names);

// What the request says, checked against order and validators' signatures.
struct ExtractionRequest {
    std::string hash;          // 64 digits
    std::int64_t expires = 0;  // Unix seconds
    std::uint64_t keys = 0;    // on its list
    std::string rulebook;      // 64 digits
};
ExtractionRequest check_request(const BagFiles& files, const Order& order);

}  // namespace postvern::compliance::verify
