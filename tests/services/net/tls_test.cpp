#include "services/net/tls.hpp"

#include <gmock/gmock.h>
#include <openssl/x509.h>

#include <fstream>

#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

Task<void> starttls(Stream& stream, const TlsContext& tls) {
    for (;;) {
        const Line line = co_await stream.read_line(100);
        if (line.kind != Line::Kind::text) co_return;
        if (line.text == "STARTTLS") {
            stream.write("go\r\n");
            auto handshake = stream.start_tls(tls);
            const auto ahead = co_await handshake;
            stream.write(ahead == PlaintextAhead::discarded ? "discarded\r\n" : "clean\r\n");
        } else {
            stream.write(stream.is_tls() ? "tls " : "plain ");
            stream.write(line.text);
            stream.write("\r\n");
        }
    }
}

// The handler needs the site's certificate, which exists only with the site.
struct StartTlsSite {
    StartTlsSite() : tls({make_certificate(directory.path(), "starttls")}) {}
    tests::Scratch directory;
    TlsContext tls;
    Site site{[this](Stream& stream) { return starttls(stream, tls); }};
};

TEST(StartTls, ContinuesEncrypted) {
    StartTlsSite fixture;
    auto client = fixture.site.connect();
    client.send("before\r\n");
    EXPECT_EQ(client.line(), "plain before\r\n");
    client.send("STARTTLS\r\n");
    EXPECT_EQ(client.line(), "go\r\n");
    ASSERT_TRUE(client.start_tls());
    EXPECT_EQ(client.line(), "clean\r\n");
    client.send("after\r\n");
    EXPECT_EQ(client.line(), "tls after\r\n");
}

// RFC 3207 section 6; CVE-2011-0411.
TEST(StartTls, DiscardsCommandsInjectedBeforeTheHandshake) {
    StartTlsSite fixture;
    auto client = fixture.site.connect();
    client.send("STARTTLS\r\nINJECTED\r\n");
    EXPECT_EQ(client.line(), "go\r\n");
    ASSERT_TRUE(client.start_tls());
    EXPECT_EQ(client.line(), "discarded\r\n");
    client.send("after\r\n");
    EXPECT_EQ(client.line(), "tls after\r\n");
}

TEST(Tls, RefusesVersionsBelow12) {
    Site site(echo, true);
    for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
        auto client = site.connect();
        EXPECT_FALSE(client.start_tls(version));
    }
    EXPECT_TRUE(site.events.wait_for("tls-handshake-failed"));
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
        auto client = site.connect();
        ASSERT_TRUE(client.start_tls(version));
        EXPECT_EQ(SSL_version(client.tls()), version);
        EXPECT_EQ(SSL_CIPHER_is_aead(SSL_get_current_cipher(client.tls())), 1);
        client.send("ok\r\n");
        EXPECT_EQ(client.line(), "ok\r\n");
    }
}

std::string common_name(SSL* session) {
    char name[64] = "";
    X509* certificate = SSL_get1_peer_certificate(session);
    if (certificate) {
        X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                                  sizeof name);
    }
    X509_free(certificate);
    return name;
}

TEST(Tls, ReloadsCertificatesForNewConnectionsOnly) {
    Site site(echo, true);
    auto before = site.connect();
    ASSERT_TRUE(before.start_tls());
    const auto renewed = make_certificate(site.directory.path(), "renewed");
    std::filesystem::rename(renewed.chain, site.certificate.chain);
    EXPECT_THROW(site.tls.reload(), TlsConfigurationError);  // the key is still the old one
    auto meanwhile = site.connect();
    ASSERT_TRUE(meanwhile.start_tls());
    EXPECT_EQ(common_name(meanwhile.tls()), "localhost");
    std::filesystem::rename(renewed.key, site.certificate.key);
    site.tls.reload();
    auto after = site.connect();
    ASSERT_TRUE(after.start_tls());
    EXPECT_EQ(common_name(after.tls()), "renewed");
    before.send("still here\r\n");
    EXPECT_EQ(before.line(), "still here\r\n");
}

std::string why_refused(const CertificateFiles& files) {
    try {
        const TlsContext context({files});
    } catch (const TlsConfigurationError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Tls, NamesTheFileThatIsWrong) {
    const tests::Scratch directory;
    const auto good = make_certificate(directory.path(), "good");
    const auto other = make_certificate(directory.path(), "other");
    const auto expired = make_certificate(directory.path(), "expired", -60);
    const auto open_key = make_certificate(directory.path(), "open");
    std::filesystem::permissions(open_key.key, std::filesystem::perms(0644));
    const auto garbage = directory.path() / "garbage.pem";
    std::ofstream(garbage) << "not a certificate\n";
    std::filesystem::permissions(garbage, std::filesystem::perms(0600));

    const auto missing = directory.path() / "missing.pem";
    EXPECT_EQ(why_refused(good), "accepted");
    EXPECT_EQ(why_refused({missing, good.key}), missing.string() + ": No such file or directory");
    EXPECT_THAT(why_refused({good.chain, missing}), testing::StartsWith(missing.string()));
    EXPECT_THAT(why_refused({garbage, good.key}),
                testing::StartsWith(garbage.string() + ": not a usable PEM certificate"));
    EXPECT_THAT(why_refused({good.chain, garbage}), testing::StartsWith(garbage.string()));
    EXPECT_THAT(why_refused({good.chain, other.key}), testing::StartsWith(other.key.string()));
    EXPECT_THAT(why_refused(expired),
                testing::HasSubstr("expired.crt: the certificate has expired"));
    EXPECT_THAT(why_refused(open_key), testing::HasSubstr("everybody"));
}

}  // namespace
}  // namespace postvern::services::net
