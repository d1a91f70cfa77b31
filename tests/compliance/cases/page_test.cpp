// docs/compliance/cases.md says what the table says.
#include "compliance/cases/page.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "compliance/cases.hpp"
#include "test_places.hpp"

namespace postvern::compliance::cases {
namespace {

const std::string kPage = POSTVERN_SOURCE_DIR "/docs/compliance/cases.md";

TEST(CasesPage, IsThatOfTheTable) {
    if (std::getenv("POSTVERN_REGENERATE") != nullptr)
        std::ofstream(kPage, std::ios::binary) << page();
    std::ifstream stream(kPage, std::ios::binary);
    const std::string kept{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_TRUE(kept == page()) << kPage << " is old; its second paragraph tells how to write it anew";
}

TEST(CasesPage, NamesEveryStateStepAndEvidence) {
    const std::string text = page();
    for (std::size_t i = 0; i < kCaseStateCount; ++i)
        EXPECT_NE(text.find(name(static_cast<CaseState>(i))), std::string::npos) << i;
    for (std::size_t i = 0; i < kCaseStepCount; ++i)
        EXPECT_NE(text.find("| " + std::string(name(static_cast<CaseStep>(i))) + " |"), std::string::npos) << i;
    for (std::size_t i = 0; i < kEvidenceCount; ++i)
        EXPECT_NE(text.find("| " + std::string(name(static_cast<Evidence>(i))) + " |"), std::string::npos) << i;
}

}  // namespace
}  // namespace postvern::compliance::cases
