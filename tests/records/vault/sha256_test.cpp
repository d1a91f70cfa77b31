#include "records/sha256.hpp"

#include <gtest/gtest.h>

namespace postvern::records {
namespace {

TEST(Sha256, GivesThePublishedHash) {  // FIPS 180-4, "abc"
    constexpr const char* kPublished =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    EXPECT_EQ(hexadecimal(sha256("abc")), kPublished);
    EXPECT_EQ(hexadecimal(sha256({"a", "", "bc"})), kPublished);
}

}  // namespace
}  // namespace postvern::records
