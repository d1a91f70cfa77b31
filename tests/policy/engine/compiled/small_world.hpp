// What the tests of the compiled engine share: policies from text, and one decision.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "policy/engine/compiled/authorizer.hpp"
#include "policy/engine/compiled/image.hpp"
#include "policy/engine/compiled/request_builder.hpp"
#include "policy/language/policy_parser.hpp"

namespace postvern::policy::engine::compiled::testing {

inline std::shared_ptr<const Image> compile(const std::string& text,
                                            const language::schema::Schema* schema = nullptr) {
    const language::SourceText source({"test.cedar", text});
    const auto policies = language::parse_policies(source);
    std::vector<const language::PolicySyntax*> syntax;
    for (const auto& policy : policies) syntax.push_back(&policy);
    return Image::compile(syntax, schema);
}

// "allow 0 2", "deny !1:overflow": the decision, the numbers of those that decided, and of those
// that erred with why.
inline std::string words(const CompiledVerdict& verdict) {
    static const char* const kKinds[] = {"type",        "missing attribute", "missing entity",
                                         "missing tag", "overflow",          "extension"};
    std::string text = verdict.permitted ? "allow" : "deny";
    for (const std::uint32_t policy : verdict.determining) text += " " + std::to_string(policy);
    for (const PolicyFault& fault : verdict.errors) {
        text += " !" + std::to_string(fault.policy) + ":" +
                kKinds[static_cast<std::size_t>(fault.kind)];
    }
    return text;
}

inline std::string decide(const std::shared_ptr<const EntityTable>& table,
                          const language::Request& request,
                          Strictness strictness = Strictness::cedar) {
    RequestBuilder builder(table);
    builder.begin();
    Authorizer authorizer(table);
    CompiledVerdict verdict;
    authorizer.decide(builder.finish(request), strictness, verdict);
    return words(verdict);
}

inline language::Request request_of(const std::string& user, const std::string& action,
                                    const std::string& document, language::Record context = {}) {
    return {{"User", user}, {"Action", action}, {"Doc", document}, std::move(context)};
}

}  // namespace postvern::policy::engine::compiled::testing
