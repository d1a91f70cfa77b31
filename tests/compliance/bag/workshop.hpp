// What the tests of bags share: certificates made by the openssl program, an order, evidence, and other people's
// programs that open what was written.
#pragma once

#include <gmock/gmock.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "compliance/bag.hpp"
#include "tests/scratch.hpp"

namespace postvern::compliance {

inline constexpr std::int64_t kMarch14 = 1'804'982'400;  // 2027-03-14T00:00:00Z
inline constexpr std::int64_t kWritten = kMarch14 + 40 * 86'400;
inline constexpr std::int64_t kValidFrom = 1'767'225'600;   // 2026-01-01T00:00:00Z
inline constexpr std::int64_t kValidUntil = 2'082'758'400;  // 2036-01-01T00:00:00Z
inline constexpr const char* kReference = "000102030405060708090a0b0c0d0e0f";

inline std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void put(const std::filesystem::path& file, std::string_view octets) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << octets;
}

class Workshop : public testing::Test {
  protected:
    std::filesystem::path place(const std::string& name) const { return scratch_.path() / name; }

    // Runs in the scratch directory; output goes to `out`. Value: the exit code.
    int shell(const std::string& command) const {
        const int state = std::system(("cd '" + scratch_.path().string() + "' && (" + command + ") >out 2>&1").c_str());
        return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
    }
    std::string output() const { return content_of(place("out")); }

    // NAME.pem and NAME.key; `key` as `openssl req -newkey` takes it.
    RecipientCertificate certificate(const std::string& name, const std::string& key = "rsa:2048",
                                     const std::string& more = "") const {
        EXPECT_EQ(shell("openssl req -x509 -newkey " + key + " -nodes -keyout " + name + ".key -out " + name +
                        ".pem -subj '/CN=" + name + "/O=Example Court' " + more),
                  0)
            << output();
        set_validity(name);
        return read_recipient_certificate(content_of(place(name + ".pem")));
    }
    // From 2026 to 2036, whatever the clock says: the openssl program of Debian 12 makes them from now on only.
    void set_validity(const std::string& name) const {
        const auto open = [](const std::filesystem::path& file, const char* mode) {
            return std::unique_ptr<BIO, decltype(&BIO_free)>(BIO_new_file(file.c_str(), mode), BIO_free);
        };
        const auto from = open(place(name + ".pem"), "r");
        const auto key_from = open(place(name + ".key"), "r");
        X509* const certificate = PEM_read_bio_X509(from.get(), nullptr, nullptr, nullptr);
        EVP_PKEY* const key = PEM_read_bio_PrivateKey(key_from.get(), nullptr, nullptr, nullptr);
        ASN1_TIME_set(X509_getm_notBefore(certificate), kValidFrom);
        ASN1_TIME_set(X509_getm_notAfter(certificate), kValidUntil);
        const bool is_ed25519 = EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
        EXPECT_GT(X509_sign(certificate, key, is_ed25519 ? nullptr : EVP_sha256()), 0);
        EXPECT_EQ(PEM_write_bio_X509(open(place(name + ".pem"), "w").get(), certificate), 1);
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

    static std::string order_for(const RecipientCertificate& recipient, const RecipientCertificate* court = nullptr,
                                 const std::string& classes =
                                     "class: mail\nclass: calendar\nclass: contacts\n"
                                     "class: files\nclass: subscriber\n") {
        return std::string("postvern court order 1\ncase: ") + kReference +
               "\ncourt: Example District Court\nnumber: 27-000001TVI\ndate: 2027-04-01\nsection: 203\nseal: seal\n"
               "instrument-sha256: " +
               std::string(64, '1') + "\naccount: kari@example.no\n" + classes +
               "window-from: 2027-03-01T00:00:00Z\nwindow-until: 2027-03-15T00:00:00Z\nzone: +01:00\n"
               "in-force-from: 2027-04-01T00:00:00Z\nin-force-until: 2027-05-01T00:00:00Z\nsuspicion: owner\n"
               "counsel: appointed\nsecrecy: lifted-court\nprivilege: " +
               (court ? "flagged" : "none") +
               "\nappeal: final\nsilence: none\nrecipient-sha256: " + records::hexadecimal(recipient.hash) + '\n' +
               (court ? "court-recipient-sha256: " + records::hexadecimal(court->hash) + '\n' : "");
    }

    BagSettings settings(const RecipientCertificate& recipient) const {
        return {place("bag.cms"), order_for(recipient), recipient, "Example Mail AS, Oslo", kWritten, {}};
    }

    static BagItem mail(std::int64_t moment = kMarch14 + 3600) {
        return {records::DataClass::mail, "kari@example.no", moment, ""};
    }

    // As much as finish() asks for; what it says is not looked at there.
    static BagEvidence evidence() {
        BagEvidence given;
        given.request = "request\n";
        given.validations = {"validation one\n", "validation two\n"};
        given.approvals = {"approval one\n", "approval two\n"};
        given.attestation = "attestation\n";
        given.keys = {{"second_officer", "-----BEGIN PUBLIC KEY-----\n"}};
        given.decisions = "{\"decision\":\"granted\"}\n";
        given.rules = {{"disclosure", "permit(principal, action, resource);\n"}};
        given.proofs = {"proof one\n"};
        given.checkpoint = "checkpoint\n";
        given.custody = {{kWritten - 60, "managing_director 0123456789abcdef", "extracted"},
                         {kWritten, "job extraction", "sealed\tto\nthe court"}};
        return given;
    }

    // bag.cms, opened by the openssl program with NAME's key, unpacked by tar: the bag's folder.
    std::filesystem::path open_with(const std::string& name) const {
        EXPECT_EQ(shell("openssl cms -decrypt -inform DER -in bag.cms -recip " + name + ".pem -inkey " + name +
                        ".key -out bag.tar && tar -xf bag.tar"),
                  0)
            << output();
        return place(std::string("postvern-") + kReference);
    }

    tests::Scratch scratch_;
};

}  // namespace postvern::compliance
