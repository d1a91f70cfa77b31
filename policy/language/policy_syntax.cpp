#include "policy/language/policy_syntax.hpp"

#include <algorithm>

namespace postvern::policy::language {

const Annotation* PolicySyntax::annotation(std::string_view name) const {
    const auto found = std::find_if(annotations.begin(), annotations.end(),
                                    [&](const Annotation& one) { return one.name == name; });
    return found == annotations.end() ? nullptr : &*found;
}

}  // namespace postvern::policy::language
