#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/architecture/symbol_scan.hpp"
#include "tests/scratch.hpp"
#include "test_places.hpp"

namespace postvern::architecture {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::Not;

const fs::path kRoot = POSTVERN_SOURCE_DIR;

TEST(PolicyLibrary, NeedsTheStandardLibraryOnly) {
    for (const std::string& name : needed_libraries(library("policy"))) {
        EXPECT_THAT(
            name,
            MatchesRegex("(libstdc[+][+]|libc|libm|libgcc_s|ld-linux.*|lib[atu].*san)[.]so[.].*"));
    }
}

TEST(PolicyLibrary, KeepsItsSealedMembersToItself) {
    const auto symbols = dynamic_symbols(library("policy"));
    EXPECT_THAT(unsealed(symbols), IsEmpty());
    // So that a list that was read wrongly is found out.
    EXPECT_THAT(symbols,
                Contains(testing::Field(
                    &Symbol::name, HasSubstr("policy::Grant::Grant(postvern::policy::Grant&&)"))));
}

TEST(ServicesLibrary, ReachesAroundNothing) {
    EXPECT_THAT(forbidden_to_services(dynamic_symbols(library("services")), kRoot), IsEmpty());
}

TEST(ServicesLibrary, IsLinkedWithNoDatabaseAndNoParserOfContent) {
    for (const std::string& name : needed_libraries(library("services"))) {
        EXPECT_THAT(name, Not(MatchesRegex("lib(sqlite3|soci|argon2|gmime|glib|sodium).*")));
    }
}

// Symbols of other layers that something to their right defines anew.
std::vector<std::string> interposed_by(const fs::path& later, std::vector<const char*> layers) {
    std::vector<std::string> found;
    const auto defined = dynamic_symbols(later);
    for (const char* layer : layers) {
        for (auto& name : interposed(dynamic_symbols(library(layer)), defined)) {
            found.push_back(std::move(name));
        }
    }
    return found;
}

TEST(Libraries, DefineNothingThatAnEarlierOneDefines) {
    EXPECT_THAT(interposed_by(library("records"), {"policy"}), IsEmpty());
    EXPECT_THAT(interposed_by(library("compliance"), {"policy", "records"}), IsEmpty());
    EXPECT_THAT(interposed_by(library("services"), {"policy", "records", "compliance"}), IsEmpty());
}

TEST(Programs, DefineNothingThatALibraryDefines) {
    ASSERT_FALSE(programs().empty());
    for (const fs::path& program : programs()) {
        EXPECT_THAT(interposed_by(program, {"policy", "records", "compliance", "services"}),
                    IsEmpty())
            << program;
    }
}

// --- The checks themselves: each finds what was planted for it
// -------------------------------------

// A library made of a planted source, and what it must be found for.
std::vector<Symbol> planted(const char* source) {
    const tests::Scratch scratch;
    const fs::path built = scratch.path() / "planted.so";
    const Outcome outcome =
        run(POSTVERN_COMPILER " " POSTVERN_COMPILE_FLAGS " -shared -o '" + built.string() + "' '" +
            (kRoot / "tests/architecture/violations/symbols" / source).string() + "'");
    EXPECT_TRUE(outcome.succeeded) << outcome.output;
    return dynamic_symbols(built);
}

TEST(SymbolScan, FindsAGateThatIsReplacedAtRunTime) {
    const auto symbols = planted("replaces_the_gate.cpp");
    const auto found = interposed(dynamic_symbols(library("policy")), symbols);
    EXPECT_THAT(found, Contains(HasSubstr("postvern::policy::Gate::honours")));
    EXPECT_THAT(found, Contains(HasSubstr("postvern::policy::Gate::still_stands")));  // weak
    EXPECT_EQ(found.size(), 2U);
}

TEST(SymbolScan, FindsAServiceThatReachesAroundTheDoor) {
    const auto found = forbidden_to_services(planted("reaches_around.cpp"), kRoot);
    for (const char* name :
         {"postvern::policy::Assembly::make_gate", "postvern::records::Archive::Archive",
          "postvern::records::Site::vault", "postvern::records::Vault::house_token",
          "postvern::records::ledger::anything", "sqlite3_open", "fopen", "EVP_DecryptInit_ex",
          "dlsym", "basic_ifstream"}) {
        EXPECT_THAT(found, Contains(HasSubstr(name)));
    }
    EXPECT_THAT(found, Not(Contains(HasSubstr("Archive::quota"))));
    EXPECT_THAT(found, Not(Contains(HasSubstr("SSL_new"))));
    EXPECT_THAT(found, Not(Contains(HasSubstr("records::serialize"))));
}

TEST(SymbolScan, FindsAConstructorThatIsNotSealed) {
    EXPECT_THAT(unsealed(planted("unsealed_constructor.cpp")),
                Contains(HasSubstr("Subject::Subject(postvern::policy::Gate const&")));
}

}  // namespace
}  // namespace postvern::architecture
