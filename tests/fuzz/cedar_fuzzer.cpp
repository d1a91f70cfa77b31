// Any octets as a rule file: it loads or is refused with a SyntaxError, and what loads decides and
// explains without a fault. Input: rule text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "policy/engine/explanation.hpp"
#include "policy/language/syntax_error.hpp"

namespace {

namespace engine = postvern::policy::engine;
namespace language = postvern::policy::language;

const engine::Entities& entities() {
    static const engine::Entities known = [] {
        engine::Entities made;
        made.add({{"Owner", "1"}, {{"level", 5}}, {{"Group", "all"}}});
        made.add({{"Account", "1"},
                  {{"owner", engine::EntityUid{"Owner", "1"}}, {"state", "open"}},
                  {{"Site", "site"}}});
        return made;
    }();
    return known;
}

// A loaded rule set must agree with itself: the explanation's verdict is the decision, and what is
// permitted under the house's strictness is permitted under Cedar's.
void exercise(const engine::RuleSet& rules) {
    const engine::Request request{{"Owner", "1"},
                                  {"Action", "read"},
                                  {"Account", "1"},
                                  {{"purpose", "service_delivery"}, {"moment", 1}}};
    using engine::Strictness;
    const auto house = engine::decide(rules, entities(), request, Strictness::house);
    const auto cedar = engine::decide(rules, entities(), request, Strictness::cedar);
    const auto explained = engine::explain(rules, entities(), request, Strictness::house);
    if (house.permitted && !cedar.permitted) std::abort();
    if (explained.verdict.permitted != house.permitted) std::abort();
    if (explained.policies.size() != rules.policies().size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const engine::Source source{"fuzz.cedar", {reinterpret_cast<const char*>(data), size}};
    try {
        exercise(engine::RuleSet::parse(std::span(&source, 1)));
    } catch (const language::SyntaxError& error) {
        if (error.problem().find('\n') != std::string::npos) std::abort();
    }
    return 0;
}
