#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/architecture/source_scan.hpp"
#include "test_places.hpp"

namespace postvern::architecture {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = POSTVERN_SOURCE_DIR;

TEST(Sources, KeepTheOrderOfTheLayersAndLeaveTheDoorAlone) {
    const Scan scan = scan_sources(kRoot);
    EXPECT_GT(scan.files, 100U);
    EXPECT_THAT(scan.findings, testing::IsEmpty());
}

// Lines of violations/ that break a rule end with `// breaks: RULE`; all others are honest.
std::vector<Finding> planted(const fs::path& root) {
    static constexpr std::string_view kMark = "// breaks: ";
    std::vector<Finding> marked;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream source(entry.path());
        std::size_t number = 0;
        for (std::string line; std::getline(source, line);) {
            ++number;
            const std::size_t mark = line.find(kMark);
            if (mark == std::string::npos) continue;
            marked.push_back({entry.path().lexically_relative(root).generic_string(), number,
                              line.substr(mark + kMark.size()), line});
        }
    }
    std::sort(marked.begin(), marked.end());
    return marked;
}

TEST(SourceScan, FindsEveryPlantedViolationAndNothingElse) {
    const fs::path violations = kRoot / "tests/architecture/violations/tree";
    const std::vector<Finding> expected = planted(violations);
    ASSERT_GE(expected.size(), 30U);
    EXPECT_THAT(scan_sources(violations).findings, testing::ElementsAreArray(expected));
}

}  // namespace
}  // namespace postvern::architecture
