#include "policy/engine/compiled/image.hpp"

#include <utility>

#include "policy/engine/compiled/code_generator.hpp"
#include "policy/engine/compiled/expression_graph.hpp"
#include "policy/engine/compiled/graph_builder.hpp"

namespace postvern::policy::engine::compiled {

namespace {

std::vector<ActionHierarchy> actions_of(const language::schema::Schema& schema,
                                        Vocabulary& vocabulary) {
    std::vector<ActionHierarchy> actions;
    for (const auto& [uid, declaration] : schema.actions()) {
        ActionHierarchy one{vocabulary.entity(uid), {}};
        for (const auto& ancestor : declaration.ancestors) {
            one.ancestors.push_back(vocabulary.entity(ancestor));
        }
        actions.push_back(std::move(one));
    }
    return actions;
}

}  // namespace

std::shared_ptr<const Image> Image::compile(std::span<const language::PolicySyntax* const> policies,
                                            const language::schema::Schema* schema) {
    const std::shared_ptr<Image> image(new Image());
    std::vector<PolicyScope> scopes;
    for (const language::PolicySyntax* policy : policies) {
        scopes.push_back(scope_of(*policy, image->program_));
    }
    std::vector<ActionHierarchy> actions;
    if (schema != nullptr) actions = actions_of(*schema, image->program_.vocabulary);
    image->slices_.classify(scopes, actions, image->program_.selectors);
    for (std::size_t number = 0; number < policies.size(); ++number) {
        image->policies_.push_back(
            {policies[number]->effect, false, 0, kNone, std::move(scopes[number])});
    }
    image->generate_code(policies);
    image->program_.shapes.tabulate();
    image->build_index();
    return image;
}

void Image::generate_code(std::span<const language::PolicySyntax* const> policies) {
    ExpressionGraph graph;
    GraphBuilder builder(program_, graph);
    std::vector<Clauses> clauses;
    for (std::size_t number = 0; number < policies.size(); ++number) {
        CompiledPolicy& policy = policies_[number];
        clauses.push_back(policy.scope.empty() ? Clauses{{}, true}
                                               : builder.add(*policies[number]));
        policy.never = clauses.back().list.empty() && clauses.back().hopeless;
    }
    CodeGenerator generator(program_, graph);
    for (std::size_t number = 0; number < policies.size(); ++number) {
        CompiledPolicy& policy = policies_[number];
        const PolicyCode code =
            generator.generate(clauses[number], slices_.tells_types() ? nullptr : &policy.scope);
        policy.code = code.entry;
        policy.about_resource = code.about_resource;
    }
}

void Image::build_index() {
    std::vector<IndexedPolicy> indexed;
    for (std::uint32_t number = 0; number < policies_.size(); ++number) {
        const CompiledPolicy& policy = policies_[number];
        const bool forbids = policy.effect == language::Effect::forbid;
        if (!policy.never) indexed.push_back({&policy.scope, number, forbids, policy.code});
    }
    slices_.build(indexed);
}

}  // namespace postvern::policy::engine::compiled
