#include "records/vault/kdf.hpp"

#include <gtest/gtest.h>

#include "tests/records/vault/octets.hpp"

namespace postvern::records::vault {
namespace {

using test::ascending;
using test::hexadecimal;

struct HmacVector {
    std::string key;
    std::string message;
    std::string_view tag;
};

TEST(Hmac, GivesThePublishedTags) {  // RFC 4231 4.2 to 4.8, without the truncated one
    const HmacVector vectors[] = {
        {std::string(20, '\x0b'), "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"Jefe", "what do ya want for nothing?",
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {std::string(20, '\xaa'), std::string(50, '\xdd'),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {ascending(1, 25), std::string(50, '\xcd'),
         "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
        {std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First",
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {std::string(131, '\xaa'),
         "This is a test using a larger than block-size key and a larger than block-size data. The "
         "key needs to be hashed before being used by the HMAC algorithm.",
         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    };
    for (const auto& vector : vectors) {
        EXPECT_EQ(hexadecimal(hmac(vector.key, vector.message).view()), vector.tag);
    }
}

TEST(Hmac, TakesAnEmptyKeyAfterAnother) {
    const std::string of_empty = hexadecimal(hmac("", "message").view());
    hmac("another", "message");
    EXPECT_EQ(hexadecimal(hmac(std::string_view(), "message").view()), of_empty);
    EXPECT_NE(hexadecimal(hmac("another", "message").view()), of_empty);
}

struct HkdfVector {
    std::string input;
    std::string salt;
    std::string info;
    std::string_view pseudorandom_key;
    std::string_view output;  // as much of it as a secret holds
};

TEST(Hkdf, GivesThePublishedKeys) {  // RFC 5869 A.1 to A.3
    const HkdfVector vectors[] = {
        {std::string(22, '\x0b'), ascending(0x00, 0x0c), ascending(0xf0, 0xf9),
         "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
         "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
        {ascending(0x00, 0x4f), ascending(0x60, 0xaf), ascending(0xb0, 0xff),
         "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
         "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
         "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"},
        {std::string(22, '\x0b'), "", "",
         "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
         "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
    };
    for (const auto& vector : vectors) {
        const Secret key = extract(vector.salt, vector.input);
        EXPECT_EQ(hexadecimal(key.view()), vector.pseudorandom_key);
        EXPECT_EQ(hexadecimal(expand(key.view(), vector.info, vector.output.size() / 2).view()),
                  vector.output);
    }
}

}  // namespace
}  // namespace postvern::records::vault
