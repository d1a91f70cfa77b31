// Outsiders for tests: a witness that cosigns what it is told to, and a timestamp authority, both
// with keys of their own, by OpenSSL alone.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tests/compliance/verify/reference_log.hpp"

namespace postvern::records::ledger {

inline const unsigned char* octets_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// Cosigns whatever it is given.
class TestWitness {
  public:
    explicit TestWitness(std::string name, char seed = 'w')
        : name_(std::move(name)), signer_(name_, seed, reference::Signer::kWitness) {}
    const std::string& name() const { return name_; }
    const std::string& verifier_key() const { return signer_.verifier_key(); }
    // The signature line over the text of `note`.
    std::string cosign(const std::string& note, std::uint64_t moment) const {
        return signer_.cosign(note.substr(0, note.rfind("\n\n") + 1), moment);
    }

  private:
    std::string name_;
    reference::Signer signer_;
};

// Certified by itself.
class TestAuthority {
  public:
    // `usage`: of its certificate, as OpenSSL's configuration writes it.
    explicit TestAuthority(const char* usage = "critical,timeStamping")
        : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(X509_new(), X509_free) {
        X509* const certificate = certificate_.get();
        X509_set_version(certificate, X509_VERSION_3);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC,
                                   octets_of("authority"), -1, -1, 0);
        X509_set_issuer_name(certificate, X509_get_subject_name(certificate));
        X509_set_pubkey(certificate, key_.get());
        extend(NID_key_usage, "critical,digitalSignature");
        extend(NID_ext_key_usage, usage);
        X509_sign(certificate, key_.get(), EVP_sha256());
    }
    void write_certificate(const std::filesystem::path& file) const {
        std::FILE* const stream = std::fopen(file.c_str(), "w");
        PEM_write_X509(stream, certificate_.get());
        std::fclose(stream);
    }
    // TimeStampResp, DER.
    std::string answer(std::string_view question) const {
        const std::unique_ptr<TS_RESP_CTX, decltype(&TS_RESP_CTX_free)> context(TS_RESP_CTX_new(),
                                                                                TS_RESP_CTX_free);
        TS_RESP_CTX_set_serial_cb(
            context.get(),
            [](TS_RESP_CTX*, void*) {
                ASN1_INTEGER* const serial = ASN1_INTEGER_new();
                ASN1_INTEGER_set(serial, 7);
                return serial;
            },
            nullptr);
        TS_RESP_CTX_set_signer_cert(context.get(), certificate_.get());
        TS_RESP_CTX_set_signer_key(context.get(), key_.get());
        TS_RESP_CTX_set_signer_digest(context.get(), EVP_sha256());
        TS_RESP_CTX_set_ess_cert_id_digest(context.get(), EVP_sha256());
        const std::unique_ptr<ASN1_OBJECT, decltype(&ASN1_OBJECT_free)> policy(
            OBJ_txt2obj("1.2.3.4.1", 1), ASN1_OBJECT_free);
        TS_RESP_CTX_set_def_policy(context.get(), policy.get());
        TS_RESP_CTX_add_md(context.get(), EVP_sha256());
        const std::unique_ptr<BIO, decltype(&BIO_free)> input(
            BIO_new_mem_buf(question.data(), static_cast<int>(question.size())), BIO_free);
        const std::unique_ptr<TS_RESP, decltype(&TS_RESP_free)> response(
            TS_RESP_create_response(context.get(), input.get()), TS_RESP_free);
        std::string octets(static_cast<std::size_t>(i2d_TS_RESP(response.get(), nullptr)), '\0');
        auto* at = reinterpret_cast<unsigned char*>(octets.data());
        i2d_TS_RESP(response.get(), &at);
        return octets;
    }

  private:
    void extend(int kind, const char* value) {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, certificate_.get(), certificate_.get(), nullptr, nullptr, 0);
        const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension(
            X509V3_EXT_conf_nid(nullptr, &context, kind, value), X509_EXTENSION_free);
        X509_add_ext(certificate_.get(), extension.get(), -1);
    }
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
    std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

}  // namespace postvern::records::ledger
