#include "services/daemon/demo_certificate.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace postvern::services::daemon {

namespace {

template <auto Function>
struct Deleter {
    template <typename T>
    void operator()(T* object) const {
        Function(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using File = std::unique_ptr<FILE, Deleter<std::fclose>>;

constexpr long kTenYears = 10L * 365 * 86'400;

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(std::string("demo certificate: ") + what + " failed");
}

Key make_key() {
    Key key(EVP_EC_gen("P-256"));
    require(key != nullptr, "making a key");
    return key;
}

void set_serial(X509* certificate) {
    unsigned char octets[16];
    require(RAND_bytes(octets, sizeof octets) == 1, "drawing a serial number");
    octets[0] &= 0x7f;  // positive; RFC 5280 4.1.2.2
    const std::unique_ptr<BIGNUM, Deleter<BN_free>> number(BN_bin2bn(octets, sizeof octets, nullptr));
    require(BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr,
            "setting the serial number");
}

void add_extension(X509* certificate, X509* issuer, int kind, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>> extension(
        X509V3_EXT_conf_nid(nullptr, &context, kind, value));
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "adding an extension");
}

Certificate make_certificate(const char* name, EVP_PKEY* key) {
    Certificate certificate(X509_new());
    require(certificate != nullptr && X509_set_version(certificate.get(), 2) == 1, "making it");
    set_serial(certificate.get());
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kTenYears);
    require(X509_set_pubkey(certificate.get(), key) == 1 &&
                X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN",
                                           MBSTRING_UTF8,
                                           reinterpret_cast<const unsigned char*>(name), -1, -1, 0) == 1,
            "naming it");
    return certificate;
}

void sign(X509* certificate, X509* issuer, EVP_PKEY* issuer_key) {
    require(X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
                X509_sign(certificate, issuer_key, EVP_sha256()) != 0,
            "signing it");
}

// A new file that only its owner reads; `mode` 0644 for what is public.
File create(const std::filesystem::path& path, mode_t mode) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    File file(descriptor < 0 ? nullptr : ::fdopen(descriptor, "w"));
    if (!file) throw std::runtime_error(path.string() + ": " + std::strerror(errno));
    return file;
}

void write_certificate(const std::filesystem::path& path, X509* certificate) {
    require(PEM_write_X509(create(path, 0644).get(), certificate) == 1, "writing it");
}

}  // namespace

DemoCertificates ensure_demo_certificates(const std::filesystem::path& directory) {
    const DemoCertificates paths{directory / "ca.pem", directory / "server.pem",
                                 directory / "server.key"};
    if (std::filesystem::exists(paths.authority) && std::filesystem::exists(paths.certificate) &&
        std::filesystem::exists(paths.key)) {
        return paths;
    }
    const Key authority_key = make_key();
    const Certificate authority = make_certificate("Postvern demonstration CA", authority_key.get());
    add_extension(authority.get(), authority.get(), NID_basic_constraints, "critical,CA:TRUE");
    add_extension(authority.get(), authority.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(authority.get(), authority.get(), NID_subject_key_identifier, "hash");
    sign(authority.get(), authority.get(), authority_key.get());

    const Key server_key = make_key();
    const Certificate server = make_certificate("localhost", server_key.get());
    add_extension(server.get(), authority.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(server.get(), authority.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(server.get(), authority.get(), NID_ext_key_usage, "serverAuth");
    add_extension(server.get(), authority.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    add_extension(server.get(), authority.get(), NID_authority_key_identifier, "keyid");
    sign(server.get(), authority.get(), authority_key.get());

    // The authority's key is not kept: it has signed what it was made for.
    write_certificate(paths.authority, authority.get());
    write_certificate(paths.certificate, server.get());
    require(PEM_write_PrivateKey(create(paths.key, 0600).get(), server_key.get(), nullptr, nullptr, 0,
                                 nullptr, nullptr) == 1,
            "writing its key");
    return paths;
}

}  // namespace postvern::services::daemon
