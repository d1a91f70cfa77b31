#include "policy/tools/judge.hpp"

#include <string>
#include <vector>

#include "policy/tools/judgement.hpp"

namespace postvern::policy::tools {

using engine::Response;
using engine::compiled::EntityTable;
using engine::compiled::Image;
using language::PolicySet;

namespace {

std::shared_ptr<const EntityTable> compile(const PolicySet& policies,
                                           std::span<const language::Entity> entities,
                                           const language::schema::Schema* schema) {
    std::vector<const language::PolicySyntax*> syntax;
    for (const auto& entry : policies.policies()) syntax.push_back(&entry.syntax);
    return EntityTable::make(Image::compile(syntax, schema), entities);
}

engine::Entities known(std::span<const language::Entity> entities) {
    engine::Entities all;
    for (const auto& entity : entities) all.add(entity);
    return all;
}

Judgement compiled_judgement(const engine::compiled::CompiledVerdict& verdict,
                             const PolicySet& policies) {
    Response response;
    response.permitted = verdict.permitted;
    for (const auto number : verdict.determining) {
        response.determining.push_back(&policies.policies()[number]);
    }
    for (const auto& fault : verdict.errors) {
        response.errors.push_back({&policies.policies()[fault.policy], {fault.kind, {}, {}}});
    }
    return judgement_of(response);
}

}  // namespace

Judge::Judge(const PolicySet& policies, std::span<const language::Entity> entities,
             const language::schema::Schema* schema)
    : Judge(policies, entities, compile(policies, entities, schema)) {}

Judge::Judge(const PolicySet& policies, std::span<const language::Entity> entities,
             std::shared_ptr<const EntityTable> table)
    : policies_(policies), entities_(known(entities)), builder_(table), authorizer_(table) {}

engine::Response Judge::authorize(const engine::Request& request, engine::Strictness strictness) {
    Response response = engine::authorize(policies_, entities_, request, strictness);
    builder_.begin();
    authorizer_.decide(builder_.finish(request), strictness, verdict_);
    compare(response);
    return response;
}

void Judge::compare(const Response& response) const {
    const Judgement interpreted = judgement_of(response);
    const Judgement compiled = compiled_judgement(verdict_, policies_);
    bool same = interpreted == compiled;
    for (std::size_t i = 0; same && i < response.errors.size(); ++i) {
        same = response.errors[i].error.kind == verdict_.errors[i].kind;
    }
    if (same) return;
    throw EnginesDiffer("the engines differ: compiled " + to_text(compiled) + "; interpreted " +
                        to_text(interpreted));
}

}  // namespace postvern::policy::tools
