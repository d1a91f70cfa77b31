// No input exhausts stack, memory or patience.
#include "policy/language/limits.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "policy/language/policy_parser.hpp"

namespace postvern::policy::language {
namespace {

std::string repeat(const std::string& text, std::size_t count) {
    std::string repeated;
    for (std::size_t index = 0; index < count; ++index) repeated += text;
    return repeated;
}

void expect_refused(const std::string& text, const std::string& problem) {
    try {
        parse_expression(SourceText({"test.cedar", text}));
        ADD_FAILURE() << "accepted " << text.substr(0, 40) << "...";
    } catch (const SyntaxError& error) {
        EXPECT_NE(error.problem().find(problem), std::string::npos) << error.what();
    }
}

// Each makes an expression that nests `depth` levels.
struct Shape {
    const char* name;
    std::function<std::string(std::size_t)> nest;
};

const Shape kShapes[] = {
    {"parentheses", [](std::size_t n) { return repeat("(", n) + "1" + repeat(")", n); }},
    {"sets", [](std::size_t n) { return repeat("[", n) + repeat("]", n); }},
    {"records", [](std::size_t n) { return repeat("{a:", n) + "1" + repeat("}", n); }},
    {"attributes", [](std::size_t n) { return "context" + repeat(".a", n); }},
    {"indices", [](std::size_t n) { return "context" + repeat("[\"a\"]", n); }},
    {"methods", [](std::size_t n) { return "context" + repeat(".isEmpty()", n); }},
    {"arguments", [](std::size_t n) {
         return repeat("[].contains(", n) + "1" + repeat(")", n);
     }},
    {"calls", [](std::size_t n) { return repeat("ip(", n) + "1" + repeat(")", n); }},
    {"tags", [](std::size_t n) {
         return "context" + repeat(".getTag(\"a\")", n);
     }},
    {"sums", [](std::size_t n) { return "1" + repeat(" + 1", n); }},
    {"products", [](std::size_t n) { return "1" + repeat(" * 1", n); }},
    {"conditions", [](std::size_t n) {
         return repeat("if true then 1 else ", n) + "1";
     }},
    {"conditions of conditions", [](std::size_t n) {
         return repeat("if ", n) + "true" + repeat(" then true else true", n);
     }},
    {"negations", [](std::size_t n) { return repeat("!!(", n / 2) + "true" + repeat(")", n / 2); }},
};

TEST(Limits, DeepNestingIsRefusedInEveryShape) {
    for (const Shape& shape : kShapes) {
        SCOPED_TRACE(shape.name);
        EXPECT_NO_THROW(parse_expression(SourceText({"test.cedar", shape.nest(60)})));
        expect_refused(shape.nest(300), "levels of nesting");
        expect_refused(shape.nest(40'000), "levels of nesting");
    }
}

TEST(Limits, DeepNestingThatIsNeverClosedIsRefused) {
    for (const char* opening : {"(", "[", "{a:", "!", "-", "if ", "[].contains(", "context.a("}) {
        EXPECT_THROW(parse_expression(SourceText({"test.cedar", repeat(opening, 80'000)})),
                     SyntaxError)
            << opening;
    }
}

TEST(Limits, LongChainsOfLogicAreNotNesting) {
    EXPECT_NO_THROW(parse_expression(SourceText({"test.cedar", "true" + repeat(" && true", 20'000)})));
    EXPECT_NO_THROW(parse_expression(SourceText({"test.cedar", "true" + repeat(" || true", 20'000)})));
}

TEST(Limits, BoundsExpressionsOfAFile) {
    expect_refused("[" + repeat("1,", kMaxExpressions + 1) + "1]", "expressions in one file");
}

TEST(Limits, BoundsSizeOfAFile) {
    const std::string largest = "permit (principal, action, resource);";
    const std::string padding(kMaxSourceOctets - largest.size(), ' ');
    EXPECT_EQ(parse_policies(SourceText({"test.cedar", largest + padding})).size(), 1U);
    EXPECT_THROW(SourceText({"test.cedar", largest + padding + " "}), SyntaxError);
}

TEST(Limits, BoundsPoliciesOfAFile) {
    const std::string policy = "permit(principal,action,resource);\n";
    EXPECT_EQ(parse_policies(SourceText({"test.cedar", repeat(policy, kMaxPolicies)})).size(),
              kMaxPolicies);
    EXPECT_THROW(parse_policies(SourceText({"test.cedar", repeat(policy, kMaxPolicies + 1)})),
                 SyntaxError);
}

TEST(Limits, MegabytesOfAnythingEndSoon) {
    constexpr std::size_t kOctets = std::size_t{4} << 20;
    for (const char* filling : {"(", "a", "1", "\"", "\\", "//", "\n", "@", "@a ", "permit", "::",
                                "[", "&&", "true &&", "\xC3\xA9", "\"\\\"", "{\"a\":1,"}) {
        const std::string unit(filling);
        const std::string text = repeat(unit, kOctets / unit.size());
        try {
            EXPECT_TRUE(parse_policies(SourceText({"test.cedar", text})).empty()) << filling;
        } catch (const SyntaxError& error) {
            EXPECT_LT(std::string(error.what()).size(), 300U);
            EXPECT_LT(error.excerpt().size(), 600U);
        }
    }
}

}  // namespace
}  // namespace postvern::policy::language
