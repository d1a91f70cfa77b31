#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>

#include <algorithm>

#include "tests/compliance/officer/devices.hpp"

namespace postvern::tests {
namespace {

class Device : public House {
  protected:
    Device() : House(1) {}
};
using Ceremony = House;

mode_t mode_of(const fs::path& file) {
    struct stat about {};
    EXPECT_EQ(::stat(file.c_str(), &about), 0);
    return about.st_mode & 0777;
}

TEST_F(Device, KeepsItsSecretsToItself) {
    EXPECT_EQ(mode_of(path("device1")), 0700U);
    EXPECT_EQ(mode_of(path("device1") / "device"), 0600U);
    put(path("wrong"), "another passphrase altogether\n");
    const Outcome outcome =
        run({"status", "--device", file("device1"), "--passphrase-file", file("wrong"), "--yes"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_NE(outcome.told.find("the passphrase is not the one"), std::string::npos) << outcome.told;

    const std::string sealed = content(path("device1") / "device");
    for (const std::size_t place : {sealed.find("memory: ") + 9, sealed.find("salt: ") + 8, sealed.size() - 20}) {
        std::string changed = sealed;
        changed[place] = changed[place] == '1' ? '2' : '1';
        put(path("device1") / "device", changed);
        EXPECT_EQ(run(1, {"status"}).code, 1);
    }
    put(path("device1") / "device", sealed);
    done(1, {"status"});

    fs::permissions(path("device1"), fs::perms::group_read, fs::perm_options::add);
    refused(1, {"status"}, "must belong to you and to nobody else");
}

TEST_F(Device, IsNotMadeTwiceNorWithoutAPassphrase) {
    refused(1, {"enrol", "--site", std::string(kSite), "--office", "deposit", "--name", "X", "--memory", "64"},
            "cannot be made");
    put(path("passphrase"), "short\n");
    refused(9, {"enrol", "--site", std::string(kSite), "--office", "deposit", "--name", "X", "--memory", "64"},
            "at least 12 octets");
    EXPECT_FALSE(fs::exists(path("device9")));
}

TEST_F(Device, SaysHowItIsUsed) {
    EXPECT_EQ(run({"--help"}).code, 0);
    EXPECT_EQ(run({"open-everything"}).code, 2);
    EXPECT_EQ(run({"status"}).code, 2);
    EXPECT_EQ(run(1, {"status", "--pem"}).code, 2);
    EXPECT_EQ(run(1, {"status", "--passphrase", "secret"}).code, 2);  // never from the command line
    EXPECT_EQ(run(1, {"enrol", "--site", "12"}).code, 2);
}

TEST_F(Ceremony, PinsEachKeyForOneOfficeOnly) {
    refused(1, {"pin", file("card1")}, "this device's own key");
    done(1, {"pin", file("card4")});
    std::string other_office = content(path("card4"));
    other_office.replace(other_office.find("validator"), 9, "substitute");
    put(path("forged"), other_office);
    refused(1, {"pin", file("forged")}, "signature takes one that verifies");
    refused(1, {"show", file("card4")}, "line 1: expected \"postvern extraction request 1\"");
}

// The server's record of people takes "PUBLIC KEY" of RFC 7468 13, as openssl writes it.
TEST_F(Device, GivesAndTakesKeysAsOpensslDoes) {
    done(1, {"key", "--pem", "--out", file("public.pem")});
    std::FILE* pem = std::fopen(file("public.pem").c_str(), "r");
    ASSERT_NE(pem, nullptr);
    EVP_PKEY* key = PEM_read_PUBKEY(pem, nullptr, nullptr, nullptr);
    std::fclose(pem);
    ASSERT_NE(key, nullptr);
    EXPECT_EQ(EVP_PKEY_get_id(key), EVP_PKEY_ED25519);
    std::array<std::uint8_t, 32> raw;
    std::size_t size = raw.size();
    ASSERT_EQ(EVP_PKEY_get_raw_public_key(key, raw.data(), &size), 1);
    EVP_PKEY_free(key);
    EXPECT_EQ(raw, disclosure::parse_card(content(path("card1"))).signing.octets);

    // RFC 8410 10.3.
    put(path("private.pem"),
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
        "-----END PRIVATE KEY-----\n");
    const std::string told =
        done(9, {"enrol", "--site", std::string(kSite), "--office", "validator", "--name", "Person 9", "--memory", "64",
                 "--signing-key", file("private.pem"), "--out", file("card9")});
    EXPECT_EQ(disclosure::to_hex(disclosure::parse_card(content(path("card9"))).signing.octets),
              "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1");
    put(path("other.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    refused(10, {"enrol", "--site", std::string(kSite), "--office", "validator", "--name", "Person 10", "--memory",
                 "64", "--signing-key", file("other.pem")},
            "that is no private key in PEM");
}

TEST_F(Device, TellsProgramsInJson) {
    const std::string told = done(1, {"key", "--json"});
    EXPECT_EQ(told, "{\"signing_key\":\"" +
                        disclosure::to_hex(disclosure::parse_card(content(path("card1"))).signing.octets) +
                        "\",\"fingerprint\":\"" +
                        disclosure::fingerprint(disclosure::parse_card(content(path("card1"))).signing) + "\"}\n");
}

TEST_F(Device, TwoCommandsDoNotWorkOnItAtOnce) {
    const int lock = ::open((path("device1") / "lock").c_str(), O_RDWR | O_CREAT, 0600);
    ASSERT_GE(lock, 0);
    ASSERT_EQ(::flock(lock, LOCK_EX), 0);
    refused(1, {"status"}, "another command is at work");
    ::close(lock);
    done(1, {"status"});
}

TEST_F(Ceremony, EndsAtTheFirstComplaint) {
    for (unsigned i = 1; i <= 3; ++i) pin(i, {1, 2, 3, 4, 5, 6});
    begin("keygen", {1, 2, 3});
    for (const unsigned i : {1U, 2U, 3U}) done(i, others_messages(i, {1, 2, 3}));

    // Device 2 starts anew with the same plan, as one would who shows others other polynomials.
    done(2, {"abandon"});
    done(2, {"keygen", "--plan", file("plan"), "--out", file("messages2")});
    refused(1, others_messages(1, {1, 2, 3}), "the ceremony is over");
    EXPECT_EQ(told_value(done(1, {"status"}), "ceremony"), "none");
    EXPECT_EQ(told_value(done(1, {"status"}), "share"), "none");
    refused(1, others_messages(1, {1, 2, 3}), "no ceremony is under way");
    // Its complaint ends it on the third, too.
    refused(3, others_messages(3, {1, 3}), "the ceremony is over");
}

TEST_F(Ceremony, IsNotJoinedWithDevicesThatAreNotPinned) {
    for (unsigned i = 1; i <= 3; ++i) pin(i, {1, 2, 3, 4, 5, 6});
    enrol(7, "deposit");
    pin(7, {1, 2, 4, 5, 6});
    done(7, {"keygen", "--new-plan", file("plan"), "--out", file("messages7")});
    refused(1, {"keygen", "--plan", file("plan")}, "the plan names devices that are not pinned here");
    refused(1, {"refresh", "--plan", file("plan")}, "the plan is for keygen");
    refused(4, {"keygen", "--plan", file("plan")}, "only holders' devices take part");
    begin("keygen", {1, 2, 3});
    refused(1, {"keygen", "--plan", file("plan")}, "a ceremony is under way");
    put(path("messages7"), content(path("messages7")));
    refused(1, {"continue", file("messages7")}, "is of another ceremony");
}

TEST_F(Ceremony, FinishesOnlyWithTheTranscriptThatTheOthersReadOut) {
    for (unsigned i = 1; i <= 3; ++i) pin(i, {1, 2, 3, 4, 5, 6});
    begin("keygen", {1, 2, 3});
    refused(1, {"finish", std::string(64, 'a')}, "");
    std::string other = exchange({1, 2, 3});
    const std::string transcript = other;
    other[0] = other[0] == '1' ? '2' : '1';
    refused(1, {"finish", other}, "transcript");
    EXPECT_EQ(told_value(done(1, {"status"}), "share"), "none");
    finish({1, 2, 3}, transcript);
    refused(1, {"keygen", "--new-plan", file("plan")}, "this device holds a share already");
}

}  // namespace
}  // namespace postvern::tests
