#include "tests/services/net/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace postvern::services::net {

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_to_write(const std::filesystem::path& path) {
    File file(std::fopen(path.c_str(), "w"), &std::fclose);
    if (!file) throw std::runtime_error("cannot write " + path.string());
    return file;
}

}  // namespace

CertificateFiles make_certificate(const std::filesystem::path& directory, const std::string& name,
                                  long seconds) {
    const Key key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const Certificate certificate(X509_new(), &X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), seconds);
    X509_set_pubkey(certificate.get(), key.get());
    auto* subject = X509_get_subject_name(certificate.get());
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate.get(), subject);
    X509_sign(certificate.get(), key.get(), EVP_sha256());

    CertificateFiles files{directory / (name + ".crt"), directory / (name + ".key")};
    PEM_write_X509(open_to_write(files.chain).get(), certificate.get());
    PEM_write_PrivateKey(open_to_write(files.key).get(), key.get(), nullptr, nullptr, 0, nullptr,
                         nullptr);
    ::chmod(files.key.c_str(), 0600);
    return files;
}

}  // namespace postvern::services::net
