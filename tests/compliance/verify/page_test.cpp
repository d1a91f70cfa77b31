// What a reviewer of postvern-verify has to read stays short, and stands alone.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "test_places.hpp"

namespace postvern::compliance::verify {
namespace {

// "depends on nothing of the server"
TEST(Verifier, IncludesNothingOfTheServer) {
    int files = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(POSTVERN_SOURCE_DIR "/compliance/verify")) {
        ++files;
        std::ifstream source(file.path());
        for (std::string line; std::getline(source, line);) {
            if (!line.starts_with("#include \"")) continue;
            EXPECT_TRUE(line.starts_with("#include \"compliance/verify/")) << file.path() << ": " << line;
        }
    }
    EXPECT_GT(files, 20);
}

// Those of code: neither blank nor a comment alone. None is longer than a reader's window.
std::size_t lines_of(const std::string& name) {
    std::ifstream source(POSTVERN_SOURCE_DIR "/compliance/verify/" + name);
    EXPECT_TRUE(source.is_open()) << name;
    std::size_t count = 0;
    for (std::string line; std::getline(source, line);) {
        EXPECT_LE(line.size(), 100U) << name << ": " << line;
        const auto begin = line.find_first_not_of(' ');
        if (begin != std::string::npos && line.compare(begin, 2, "//") != 0) ++count;
    }
    return count;
}

// docs/man/postvern-verify.1.md, "What to read": reviews find less of what there is beyond 400 lines at a time.
TEST(Verifier, IsReadInOneSitting) {
    const std::size_t work = lines_of("lines.cpp") + lines_of("proofs.cpp") + lines_of("tiles.cpp");
    const std::size_t declarations = lines_of("verifier.hpp") + lines_of("lines.hpp");
    EXPECT_GT(work, 300U) << "the work has moved elsewhere";
    EXPECT_LE(work, 400U);
    EXPECT_LE(declarations, 90U);
}

// What these files call is declared in them, in the C++ library or in libcrypto.
TEST(Verifier, IsReadWithoutItsOtherFiles) {
    for (const char* const name : {"verifier.hpp", "lines.hpp", "lines.cpp", "proofs.cpp", "tiles.cpp"}) {
        std::ifstream source(std::string(POSTVERN_SOURCE_DIR "/compliance/verify/") + name);
        for (std::string line; std::getline(source, line);) {
            if (!line.starts_with("#include \"")) continue;
            EXPECT_TRUE(line == "#include \"compliance/verify/verifier.hpp\"" ||
                        line == "#include \"compliance/verify/lines.hpp\"")
                << name << ": " << line;
        }
    }
}

}  // namespace
}  // namespace postvern::compliance::verify
