#include "policy/engine/compiled/request_builder.hpp"

#include <gtest/gtest.h>

#include "tests/policy/engine/compiled/small_world.hpp"

namespace postvern::policy::engine::compiled {
namespace {

using engine::compiled::testing::compile;
using engine::compiled::testing::words;

class RequestBuilderTest : public ::testing::Test {
  protected:
    std::shared_ptr<const EntityTable> table_ = EntityTable::make(
        compile("permit(principal in Role::\"staff\", action, resource) when { resource.owner == "
                "principal };"
                "permit(principal, action, resource) when { context.said == resource.name };"),
        std::vector<language::Entity>{{{"User", "a"}, {}, {{"Role", "staff"}}, {}},
                                      {{"Role", "staff"}, {}, {{"Role", "all"}}, {}}});
    RequestBuilder builder_{table_};
    Authorizer authorizer_{table_};

    std::string decide(const CompiledRequest& request) {
        CompiledVerdict verdict;
        authorizer_.decide(request, Strictness::cedar, verdict);
        return words(verdict);
    }
    const Cell* record(const char* name, Cell value) {
        std::array<NamedCell, 1> fields{{{builder_.symbol(name), value}}};
        return builder_.record(fields);
    }
};

TEST_F(RequestBuilderTest, DescribesEntitiesThatTheTableDoesNotKnow) {
    builder_.begin();
    const EntityId user = builder_.entity("User", "a");
    const EntityId document = builder_.entity("Doc", "new");
    builder_.describe(document, record("owner", entity_cell(user)));
    EXPECT_EQ(decide(builder_.finish(user, builder_.entity("Action", "read"), document,
                                     record("said", builder_.text("x")))),
              "allow 0 !1:missing attribute");
}

TEST_F(RequestBuilderTest, GivesOneNumberToAWordThatOnlyTheRequestKnows) {
    builder_.begin();
    const EntityId document = builder_.entity("Doc", "new");
    std::string word = "a word that no policy has";
    builder_.describe(document, record("name", builder_.text(word)));
    const std::string same = word;
    EXPECT_EQ(
        decide(builder_.finish(builder_.entity("User", "b"), builder_.entity("Action", "read"),
                               document, record("said", builder_.text(same)))),
        "allow 1");
}

TEST_F(RequestBuilderTest, FindsAncestorsThroughDescribedEntitiesAndTheTable) {
    builder_.begin();
    const EntityId guest = builder_.entity("User", "guest");
    const EntityId team = builder_.entity("Team", "t");
    const EntityId staff = builder_.entity("Role", "staff");
    // The parent is described after the child.
    builder_.describe(guest, record("said", boolean_cell(true)), std::span(&team, 1));
    builder_.describe(team, record("said", boolean_cell(true)), std::span(&staff, 1));
    const EntityId document = builder_.entity("Doc", "d");
    builder_.describe(document, record("owner", entity_cell(guest)));
    EXPECT_EQ(decide(builder_.finish(guest, builder_.entity("Action", "read"), document,
                                     record("said", builder_.text("x")))),
              "allow 0 !1:missing attribute");
}

TEST_F(RequestBuilderTest, RefusesToDescribeWhatIsDescribed) {
    builder_.begin();
    const Cell* const nothing = builder_.record({});
    EXPECT_THROW(builder_.describe(builder_.entity("User", "a"), nothing), std::logic_error);
    const EntityId document = builder_.entity("Doc", "d");
    builder_.describe(document, nothing);
    EXPECT_THROW(builder_.describe(document, nothing), std::logic_error);
    // Entities of the table are below it: they would not learn of its parents.
    const EntityId parent = builder_.entity("Role", "x");
    EXPECT_THROW(builder_.describe(builder_.entity("Role", "all"), nothing, std::span(&parent, 1)),
                 std::logic_error);
}

TEST_F(RequestBuilderTest, ForgetsTheLastRequest) {
    const auto ask = [&](bool described) {
        builder_.begin();
        const EntityId user = builder_.entity("User", "a");
        const EntityId document = builder_.entity("Doc", "new");
        if (described) builder_.describe(document, record("owner", entity_cell(user)));
        return decide(builder_.finish(user, builder_.entity("Action", "read"), document,
                                      record("said", builder_.text("x"))));
    };
    EXPECT_EQ(ask(true), "allow 0 !1:missing attribute");
    EXPECT_EQ(ask(false), "deny !0:missing entity !1:missing entity");
}

}  // namespace
}  // namespace postvern::policy::engine::compiled
