// A decision allocates nothing, whatever the policies compute.
#include <gtest/gtest.h>

#include "tests/policy/engine/compiled/allocation_counter.hpp"
#include "tests/policy/engine/compiled/small_world.hpp"

namespace postvern::policy::engine::compiled {
namespace {

using engine::compiled::testing::allocations;
using engine::compiled::testing::compile;
using engine::compiled::testing::words;

TEST(CompiledEngine, AllocatesNothingInADecision) {
    const auto table = EntityTable::make(compile(
        "permit(principal, action, resource) when { [context.n, 2, 3].contains(context.n) };"
        "permit(principal, action, resource) when { {a: context.n, b: [context.n]} != {a: 1} };"
        "permit(principal, action, resource) when { ip(context.from).isInRange(ip(\"10.0.0.0/8\")) "
        "};"
        "permit(principal, action, resource) when { datetime(context.from) == datetime(\"x\") };"
        "forbid(principal, action, resource) when { context.from like \"11.*\" };"
        "forbid(principal, action, resource) when { resource.missing };"
        "permit(principal == User::\"a\", action, resource in Folder::\"f\");"));
    RequestBuilder builder(table);
    Authorizer authorizer(table);
    CompiledVerdict verdict;
    verdict.reserve(7);
    const auto decide = [&] {
        builder.begin();
        std::array<NamedCell, 2> context{{{builder.symbol("n"), number_cell(7)},
                                          {builder.symbol("from"), builder.text("10.1.2.3")}}};
        const EntityId document = builder.entity("Doc", "only in this request");
        const EntityId folder = builder.entity("Folder", "f");
        builder.describe(document, builder.record({}), std::span(&folder, 1));
        authorizer.decide(
            builder.finish(builder.entity("User", "a"), builder.entity("Action", "read"), document,
                           builder.record(context)),
            Strictness::cedar, verdict);
    };
    decide();
    decide();
    const std::size_t before = allocations();
    for (int count = 0; count < 100; ++count) decide();
    EXPECT_EQ(allocations() - before, 0U);
    EXPECT_EQ(words(verdict), "allow 0 1 2 6 !3:extension !5:missing attribute");
}

}  // namespace
}  // namespace postvern::policy::engine::compiled
