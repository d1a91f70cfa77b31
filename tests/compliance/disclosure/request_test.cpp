#include "compliance/disclosure/request.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/compliance/disclosure/house.hpp"

namespace postvern::compliance::disclosure {
namespace {

using tests::House;
using tests::kFirstDay;
using tests::kNow;

const House& house() {
    static const House kHouse;
    return kHouse;
}

TEST(ExtractionRequest, IsReadAsItWasWritten) {
    const Request request = house().request();
    const std::string text = to_text(request);
    const Request read = parse_request(text);
    EXPECT_EQ(read.hash, request.hash);
    EXPECT_EQ(read.root, request.root);
    EXPECT_EQ(read.order.text, request.order.text);
    EXPECT_EQ(read.keys.size(), 3U);
    EXPECT_EQ(read.keys[1].label, request.keys[1].label);
    EXPECT_EQ(to_text(read), text);
}

TEST(ExtractionRequest, HashBindsEachPart) {
    const Request request = house().request();
    const auto changed = [&](auto change) {
        Request other = request;
        change(other);
        return seal(std::move(other)).hash;
    };
    EXPECT_EQ(changed([](Request&) {}), request.hash);
    EXPECT_NE(changed([](Request& r) { r.site[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.case_reference[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.order.hash[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.validations.pop_back(); }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.validations[0].text[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.disclosure_key[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { ++r.epoch; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.rulebook[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.nonce[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { ++r.expires; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.keys.pop_back(); }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.keys[0].account_salt[0] ^= 1; }), request.hash);
    EXPECT_NE(changed([](Request& r) { r.keys[0].ciphertext = r.keys[1].ciphertext; }), request.hash);
    EXPECT_NE(changed([](Request& r) { ++r.keys[2].label.key_id; }), request.hash);
}

TEST(ExtractionRequest, IsRefusedWithAnyOctetChanged) {
    const std::string text = to_text(house().request());
    const Hash hash = parse_request(text).hash;
    std::mt19937 random(20270302);
    std::uniform_int_distribution<std::size_t> place(0, text.size() - 1);
    for (int i = 0; i < 2000; ++i) {
        std::string changed = text;
        changed[place(random)] ^= static_cast<char>(1 << (i % 8));
        try {
            // What still reads is another request, about which nothing was signed.
            EXPECT_NE(parse_request(changed).hash, hash);
        } catch (const SyntaxError&) {
        }
    }
}

TEST(ExtractionRequest, ListIsInOneOrderOnly) {
    const Request request = house().request();
    std::string text = to_text(request);
    const auto first = text.find("\nkey: ") + 1;
    const auto second = text.find("\nkey: ", first) + 1;
    const auto third = text.find("\nkey: ", second) + 1;
    const std::string swapped = text.substr(0, first) + text.substr(second, third - second) +
                                text.substr(first, second - first) + text.substr(third);
    EXPECT_THROW(parse_request(swapped), SyntaxError);
    const std::string twice = text.substr(0, second) + text.substr(first, second - first) + text.substr(third);
    EXPECT_THROW(parse_request(twice), SyntaxError);
    Request doubled = request;
    doubled.keys.push_back(doubled.keys[0]);
    EXPECT_THROW(seal(std::move(doubled)), std::logic_error);
}

TEST(ExtractionRequest, NamesTheLineOfWhatItEncloses) {
    std::string text = to_text(house().request());
    text.replace(text.find("  suspicion: owner"), 18, "  suspicion: ownes");
    try {
        parse_request(text);
        FAIL();
    } catch (const SyntaxError& error) {
        EXPECT_STREQ(error.what(), "line 14: order-text, line 17: suspicion takes one of owner, none");
    }
}

TEST(ExtractionRequest, WithNothingToOpenIsOne) {
    const Request request = seal(house().draft({}));
    EXPECT_NO_THROW(verify_request(parse_request(to_text(request)), house().pins, kNow));
}

}  // namespace
}  // namespace postvern::compliance::disclosure
