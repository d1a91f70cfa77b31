// The officers' program stands apart from the server: whoever has a share need not trust what runs there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <regex>

#include "test_places.hpp"
#include "tests/architecture/toolchain.hpp"

namespace postvern::architecture {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

const fs::path kRoot = POSTVERN_SOURCE_DIR;

// Lines of `text` in which `pattern` is found.
std::vector<std::string> lines_with(const std::string& text, const std::regex& pattern) {
    std::vector<std::string> found;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (std::regex_search(line, pattern)) found.push_back(line);
    }
    return found;
}

TEST(OfficerProgram, IsLinkedWithCryptographyAndOptionsOnly) {
    for (const std::string& name : needed_libraries(POSTVERN_OFFICER)) {
        EXPECT_THAT(name, MatchesRegex("(libstdc[+][+]|libc|libm|libgcc_s|ld-linux.*|lib[atu].*san|libcrypto|libsodium|"
                                       "libboost_program_options)[.]so[.].*"));
    }
}

TEST(OfficerProgram, HoldsNothingOfTheServer) {
    const Outcome listing = run(std::string(POSTVERN_NM) + " -C '" + POSTVERN_OFFICER + "'");
    ASSERT_TRUE(listing.succeeded) << listing.output;
    const std::regex foreign(R"(postvern::(policy|services|records::(?!threshold\b)|compliance::(?!officer\b|disclosure\b|verify\b)))");
    EXPECT_THAT(lines_with(listing.output, foreign), IsEmpty());
    // So that a list that was read wrongly is found out.
    EXPECT_THAT(listing.output, HasSubstr("postvern::compliance::disclosure::verify_request"));
}

TEST(OfficerProgram, IncludesNothingOfTheServer) {
    const std::regex foreign(R"re(#\s*include\s*"(?!compliance/(officer|disclosure)/|compliance/verify/report\.hpp|records/threshold\.hpp))re");
    std::size_t files = 0;
    for (const char* folder : {"compliance/officer", "compliance/disclosure"}) {
        for (const auto& entry : fs::directory_iterator(kRoot / folder)) {
            std::ifstream source(entry.path());
            std::ostringstream text;
            text << source.rdbuf();
            EXPECT_THAT(lines_with(text.str(), foreign), IsEmpty()) << entry.path();
            ++files;
        }
    }
    EXPECT_GT(files, 20U);
}

}  // namespace
}  // namespace postvern::architecture
