// The commands on rules, from the command line to exit code and print.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "services/cli/tool.hpp"
#include "tests/scratch.hpp"
#include "test_places.hpp"

namespace postvern::services::cli {

namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

constexpr const char* kSchema =
    "entity Team; entity Person in [Team] = { years: Long, town?: String };\n"
    "action read appliesTo { principal: Person, resource: Person, context: { confirmed: Bool } "
    "};\n";
constexpr const char* kPolicies =
    "permit (principal in Team::\"law\", action, resource) when { principal.years > 2 };\n"
    "@id(\"caution\") forbid (principal, action, resource) unless { context.confirmed };\n";
constexpr const char* kEntities =
    R"([{"uid": {"type": "Person", "id": "ada"}, "attrs": {"years": 3}, "parents": [{"type": "Team", "id": "law"}]}])";
constexpr const char* kRequest =
    R"({"principal": {"type": "Person", "id": "ada"}, "action": {"type": "Action", "id": "read"},
        "resource": {"type": "Person", "id": "bo"}, "context": {"confirmed": true}})";

struct Ran {
    int code;
    std::string out;
    std::string err;
};

// A directory with the files of one small question, gone with the test.
class RuleTools : public ::testing::Test {
  protected:
    RuleTools() {
        write("schema.cedarschema", kSchema);
        write("policies.cedar", kPolicies);
        write("entities.json", kEntities);
        write("request.json", kRequest);
    }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(root_ / name, std::ios::binary) << text;
        return path(name);
    }
    std::string path(const std::string& name) const { return root_ / name; }
    std::string text(const std::string& name) const {
        std::ifstream stream(root_ / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }

    static Ran run(const Words& words) {
        std::istringstream in;
        std::ostringstream out;
        std::ostringstream err;
        const int code = cli::run(words, {in, out, err});
        return {code, out.str(), err.str()};
    }
    Ran ask(const std::string& command, Words more = {}) const {
        Words words = {"rules",      command,
                       "--policies", path("policies.cedar"),
                       "--entities", path("entities.json"),
                       "--schema",   path("schema.cedarschema"),
                       "--request",  path("request.json")};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    // A case over the files, with what it says of one request.
    std::string write_case(const std::string& name, const std::string& answer) const {
        std::string request = kRequest;
        request.back() = ',';
        return write(name,
                     "{\"policies\": \"policies.cedar\", \"entities\": \"entities.json\", "
                     "\"schema\": \"schema.cedarschema\", \"shouldValidate\": true, "
                     "\"requests\": [" +
                         request + answer + "}]}");
    }

  private:
    const tests::Scratch scratch_;

  protected:
    const fs::path& root_ = scratch_.path();
};

constexpr const char* kAllowed = R"("decision": "allow", "reason": ["policy0"], "errors": [])";
constexpr const char* kDenied = R"("decision": "deny", "reason": [], "errors": [])";

TEST_F(RuleTools, AuthorizePrintsTheDecisionAsJson) {
    const Ran ran = ask("authorize");
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("\"decision\": \"allow\""), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("policy0"), std::string::npos) << ran.out;
}

TEST_F(RuleTools, AuthorizeNamesPoliciesByTheirIdWhereAsked) {
    write("request.json",
          std::string(kRequest).replace(std::string(kRequest).find("true"), 4, "false"));
    EXPECT_NE(ask("authorize").out.find("policy1"), std::string::npos);
    EXPECT_NE(ask("authorize", {"--ids"}).out.find("caution"), std::string::npos);
}

TEST_F(RuleTools, AuthorizeTellsOfPoliciesThatErr) {
    write(
        "policies.cedar",
        "permit (principal, action, resource) when { principal.years * 9223372036854775807 > 0 };");
    const Ran ran = ask("authorize");
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.out.find("\"policy\": \"policy0\""), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("\"deny\""), std::string::npos) << ran.out;
}

TEST_F(RuleTools, HouseModeDeniesWhereAForbidErrs) {
    write("policies.cedar",
          "permit (principal, action, resource);\n"
          "forbid (principal, action, resource) when { principal.town == \"Oslo\" };");
    EXPECT_NE(ask("authorize").out.find("\"allow\""), std::string::npos);
    EXPECT_NE(ask("authorize", {"--house"}).out.find("\"deny\""), std::string::npos);
}

TEST_F(RuleTools, AuthorizeRefusesARequestThatTheSchemaDoesNotAllow) {
    write("request.json", R"({"principal": {"type": "Team", "id": "law"}, "action": {"type":
        "Action", "id": "read"}, "resource": {"type": "Person", "id": "bo"}, "context":
        {"confirmed": true}})");
    const Ran ran = ask("authorize");
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("request.json:1:1: "), std::string::npos) << ran.err;
}

TEST_F(RuleTools, WrongUsageIsExitCodeTwo) {
    const Words wrong[] = {
        {"rules", "authorize", "--request", path("request.json")},
        {"rules", "authorize", "--policies", path("policies.cedar")},
        {"rules", "authorize", "--policies", path("none.cedar"), "--request", path("request.json")},
        {"rules", "corpus"},
        {"rules", "format"},
        {"rules", "format", "--check", "--write", path("policies.cedar")},
        {"rules", "translate"},
        {"rules", "test"},
        {"rules", "bench", "--policies", "0"},
        {"rules", "bench", "--policies", "many"},
        {"rules", "check", path("policies.cedar"), "--schema", path("none.cedarschema")},
    };
    for (const Words& words : wrong) EXPECT_EQ(run(words).code, 2) << words[1];
}

TEST_F(RuleTools, ExplainNamesTheClauseAndWhatItSaw) {
    write("policies.cedar",
          "permit (principal, action, resource)\nwhen { principal.years > 2 && principal.years > 7 "
          "};");
    const Ran ran = ask("explain");
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.out.find("condition failed at: principal.years > 7"), std::string::npos)
        << ran.out;
    EXPECT_NE(ran.out.find("principal.years = 3"), std::string::npos) << ran.out;
}

TEST_F(RuleTools, CheckValidatesAgainstASchema) {
    const Words sound = {"rules", "check", path("policies.cedar"), "--schema",
                         path("schema.cedarschema")};
    EXPECT_EQ(run(sound).code, 0) << run(sound).err;
    write("policies.cedar", "permit (principal, action, resource) when { principal.yeers > 2 };");
    const Ran ran = run(sound);
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("policies.cedar:1:45: policy policy0: "), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("years"), std::string::npos) << ran.err;
}

TEST_F(RuleTools, CheckWarnsOfAnImpossiblePolicyAndIsContent) {
    write("policies.cedar", "permit (principal, action, resource) when { 1 == 2 };");
    const Ran ran =
        run({"rules", "check", path("policies.cedar"), "--schema", path("schema.cedarschema")});
    EXPECT_EQ(ran.code, 0);
    EXPECT_NE(ran.out.find("warning: "), std::string::npos) << ran.out;
}

TEST_F(RuleTools, ShowsTheSourceLineBelowAnError) {
    write("policies.cedar", "permit (principal, action, resource) when { 1 + };");
    const Ran ran = ask("authorize");
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.err.find("policies.cedar:1:49: expected"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("\npermit (principal, action, resource) when { 1 + };\n"),
              std::string::npos)
        << ran.err;
}

TEST_F(RuleTools, FormatKeepsCommentsAndIsStable) {
    const std::string name =
        write("wild.cedar", "// why\npermit(principal,action,resource)//at the end\nwhen{true};");
    const Words check = {"rules", "format", "--check", name};
    EXPECT_EQ(run(check).code, 1);
    EXPECT_EQ(run({"rules", "format", "--write", name}).code, 0);
    EXPECT_EQ(run(check).code, 0);
    EXPECT_NE(text("wild.cedar").find("// why\n"), std::string::npos);
    EXPECT_NE(text("wild.cedar").find("//at the end\n"), std::string::npos);
}

TEST_F(RuleTools, FormatWritesTheFilesOfADirectoryWhereTheyAre) {
    const std::string wild = write("wild.cedar", "permit(principal,action,resource);");
    fs::permissions(wild, fs::perms(0640));
    EXPECT_EQ(run({"rules", "format", "--write", root_.string()}).code, 0);
    EXPECT_EQ(text("wild.cedar"), "permit (principal, action, resource);\n");
    EXPECT_EQ(fs::status(wild).permissions(), fs::perms(0640));
    EXPECT_EQ(run({"rules", "format", "--check", root_.string()}).code, 0);
}

TEST_F(RuleTools, TheShippedRulebookIsFormatted) {
    const Ran ran = run({"rules", "format", "--check", POSTVERN_SOURCE_DIR "/policy/rulebook"});
    EXPECT_EQ(ran.code, 0) << ran.out;
}

TEST_F(RuleTools, FormatChangesNothingWhereOneFileIsNotCedar) {
    const std::string wild = write("wild.cedar", "permit(principal,action,resource);");
    const std::string broken = write("broken.cedar", "permit (principal, action");
    EXPECT_EQ(run({"rules", "format", "--write", wild, broken}).code, 1);
    EXPECT_EQ(text("wild.cedar"), "permit(principal,action,resource);");
}

TEST_F(RuleTools, TranslateThereAndBackMeansTheSame) {
    const Ran json = run({"rules", "translate", path("policies.cedar")});
    ASSERT_EQ(json.code, 0) << json.err;
    const Ran back = run({"rules", "translate", write("policies.json", json.out)});
    ASSERT_EQ(back.code, 0) << back.err;
    EXPECT_EQ(run({"rules", "translate", write("again.cedar", back.out)}).out, json.out);
}

TEST_F(RuleTools, TranslateASchemaThereAndBackMeansTheSame) {
    const Ran json = run({"rules", "translate", "--schema", path("schema.cedarschema")});
    ASSERT_EQ(json.code, 0) << json.err;
    const Ran back = run({"rules", "translate", "--schema", write("schema.json", json.out)});
    ASSERT_EQ(back.code, 0) << back.err;
    EXPECT_EQ(run({"rules", "translate", "--schema", write("again.cedarschema", back.out)}).out,
              json.out);
}

TEST_F(RuleTools, CorpusPassesWhatIsRightAndFailsWhatIsNot) {
    const std::string right = write_case("right.json", kAllowed);
    const std::string wrong = write_case("wrong.json", kDenied);
    const Ran good = run({"rules", "corpus", "--root", root_, right});
    EXPECT_EQ(good.code, 0) << good.out;
    EXPECT_EQ(good.out, "1 cases, 1 requests: 2 checks passed, 0 failed.\n");
    const Ran bad = run({"rules", "corpus", "--root", root_, right, wrong});
    EXPECT_EQ(bad.code, 1);
    EXPECT_NE(
        bad.out.find("wrong.json: request 1: allow, reason [policy0], errors [], expected deny"),
        std::string::npos)
        << bad.out;
    EXPECT_NE(bad.out.find("3 checks passed, 1 failed"), std::string::npos) << bad.out;
}

TEST_F(RuleTools, CorpusCountsAFileThatIsNoneAsFailed) {
    const Ran ran = run({"rules", "corpus", path("none.json"), write("no.json", "[")});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.out.find("0 checks passed, 2 failed"), std::string::npos) << ran.out;
}

TEST_F(RuleTools, CorpusTellsInJsonWhatDiffers) {
    const Ran ran =
        run({"rules", "corpus", "--json", "--root", root_, write_case("wrong.json", kDenied)});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.out.find("\"failed\": 1"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("\"differing_cases\""), std::string::npos) << ran.out;
}

TEST_F(RuleTools, TestTellsWhatNoTableDecides) {
    write_case("right.json", kAllowed);
    const Ran ran = run({"rules", "test", root_});
    EXPECT_EQ(ran.code, 0) << ran.out;
    EXPECT_NE(ran.out.find("decided no test: principal.years > 2"), std::string::npos)
        << ran.out;
    EXPECT_NE(ran.out.find("policy policy1: decided no test"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("1 of 2 policies, 1 of 3 clauses"), std::string::npos) << ran.out;
    EXPECT_EQ(run({"rules", "test", root_, "--covered"}).code, 1);
}

TEST_F(RuleTools, BenchMeasuresAndAllocatesNothingForPreparedRequests) {
    const Ran ran = run({"rules", "bench", "--json", "--policies", "10", "--requests", "200"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("\"policies\": 10"), std::string::npos) << ran.out;
    const std::size_t prepared = ran.out.find("\"prepared\"");
    ASSERT_NE(prepared, std::string::npos);
    EXPECT_NE(ran.out.find("\"allocations\": 0", prepared), std::string::npos) << ran.out;
}

}  // namespace

}  // namespace postvern::services::cli
