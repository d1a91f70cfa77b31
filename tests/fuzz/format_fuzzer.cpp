// Any octets as policies: what parses is formatted to the same policies, and formatting it again
// changes nothing; text and JSON written from the syntax tree parse to the same tree. Input:
// policies.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policy/language/format/formatter.hpp"
#include "policy/language/format/policy_text.hpp"
#include "policy/language/policy_parser.hpp"

namespace {

namespace language = postvern::policy::language;

using language::SourceText;

// The syntax trees as text, which leaves out their places.
std::string trees_of(const std::string& text) {
    std::string trees;
    for (const auto& policy : language::parse_policies(SourceText({"fuzz.cedar", text}))) {
        trees += language::to_text(policy);
    }
    return trees;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    std::string trees;
    try {
        trees = trees_of(text);
    } catch (const language::SyntaxError&) {
        return 0;
    }
    const std::string formatted = language::format_policies(SourceText({"fuzz.cedar", text}));
    if (trees_of(formatted) != trees || trees_of(trees) != trees) std::abort();
    if (language::format_policies(SourceText({"fuzz.cedar", formatted})) != formatted) std::abort();
    return 0;
}
