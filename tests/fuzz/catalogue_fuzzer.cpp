// Any octets as a file of the catalogue: it is read or refused with a SyntaxError. What is read can be
// asked for law, and citations can be taken apart, whatever they are.
// Input: the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "policy/catalogue.hpp"
#include "policy/language/syntax_error.hpp"

namespace {

namespace policy = postvern::policy;

void ask(const policy::Catalogue& catalogue, const std::string& text) {
    for (const auto& section : catalogue.sections) {
        if (catalogue.find_law(section.citation) == nullptr) std::abort();
    }
    for (const std::string& citation : policy::citations_of(text)) catalogue.find_law(citation);
    try {
        policy::statements_of(text);
    } catch (const std::invalid_argument&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const policy::RulebookFile file{"fuzz", text};
    try {
        ask(policy::read_catalogue(std::span(&file, 1)), text.substr(0, 4096));
    } catch (const policy::language::SyntaxError&) {
    }
    return 0;
}
