#include "records/vault/password_hash.hpp"

#include <gtest/gtest.h>

#include "tests/records/vault/octets.hpp"

namespace postvern::records::vault {
namespace {

TEST(PasswordHash, GivesThePublishedTag) {  // RFC 9106 5.3
    const Secret tag =
        argon2id(std::string(32, '\x01'), std::string(16, '\x02'), std::string(8, '\x03'),
                 std::string(12, '\x04'), {.memory_kib = 32, .passes = 3, .lanes = 4});
    EXPECT_EQ(test::hexadecimal(tag.view()),
              "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
}

TEST(PasswordHash, RefusesASaltThatIsTooShort) {
    EXPECT_THROW(argon2id("password", "salt", "", "", {.memory_kib = 32, .passes = 1, .lanes = 1}),
                 std::logic_error);
}

}  // namespace
}  // namespace postvern::records::vault
