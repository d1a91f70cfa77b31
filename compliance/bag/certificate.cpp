#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

#include "compliance/bag/openssl.hpp"
#include "compliance/recipient_certificate.hpp"

namespace postvern::compliance {

namespace {

using bag::Free;
using records::Unacceptable;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Stream = std::unique_ptr<BIO, Free<BIO_free_all>>;

constexpr std::string_view kPemBegin = "-----BEGIN CERTIFICATE-----";

Certificate from_pem(std::string_view octets) {
    const Stream stream(BIO_new_mem_buf(octets.data(), static_cast<int>(octets.size())));
    if (!stream) throw std::bad_alloc();
    Certificate found(PEM_read_bio_X509(stream.get(), nullptr, nullptr, nullptr));
    const Certificate second(PEM_read_bio_X509(stream.get(), nullptr, nullptr, nullptr));
    ERR_clear_error();
    if (second) throw Unacceptable("the file holds more than one certificate: a bag is sealed to one");
    return found;
}

Certificate parse(std::string_view octets) {
    if (octets.size() > kLargestCertificate) throw Unacceptable("this is too long for a certificate (64 KiB)");
    Certificate found;
    if (octets.starts_with(kPemBegin)) {
        found = from_pem(octets);
    } else {
        const auto* const begin = reinterpret_cast<const unsigned char*>(octets.data());
        const unsigned char* end = begin;
        found.reset(d2i_X509(nullptr, &end, static_cast<long>(octets.size())));
        if (end != begin + octets.size()) found.reset();
    }
    ERR_clear_error();
    if (!found) throw Unacceptable("this is no X.509 certificate, in PEM or DER");
    return found;
}

// "RSA 3072", "EC P-256".
std::string usable_key(X509& certificate) {
    EVP_PKEY* const key = X509_get0_pubkey(&certificate);
    ERR_clear_error();
    const int kind = key == nullptr ? EVP_PKEY_NONE : EVP_PKEY_get_base_id(key);
    if (kind == EVP_PKEY_RSA) {
        const int bits = EVP_PKEY_get_bits(key);
        if (bits < 2048 || bits > 16384) {
            throw Unacceptable("the certificate's RSA key has " + std::to_string(bits) +
                               " bits: it takes 2048 to 16384");
        }
        return "RSA " + std::to_string(bits);
    }
    if (kind == EVP_PKEY_EC) {
        std::array<char, 64> group{};
        static constexpr std::array<std::array<std::string_view, 2>, 3> kCurves = {
            {{"prime256v1", "EC P-256"}, {"secp384r1", "EC P-384"}, {"secp521r1", "EC P-521"}}};
        if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1) {
            for (const auto& [curve, name] : kCurves) {
                if (curve == group.data()) return std::string(name);
            }
        }
        ERR_clear_error();
        throw Unacceptable("the certificate's EC key is on another curve than P-256, P-384 or P-521");
    }
    throw Unacceptable("the certificate's key is neither RSA nor EC: nothing can be encrypted to it");
}

// RFC 5280 4.2.1.3; absent, the extension excludes nothing.
void require_encryption(X509& certificate, std::string_view key) {
    const bool is_rsa = key.starts_with("RSA");
    const std::uint32_t usage = X509_get_key_usage(&certificate);  // all bits where there is no extension
    if ((usage & (is_rsa ? KU_KEY_ENCIPHERMENT : KU_KEY_AGREEMENT)) == 0) {
        throw Unacceptable(std::string("the certificate's key usage does not permit encryption (") +
                           (is_rsa ? "keyEncipherment" : "keyAgreement") +
                           " is missing): ask for the certificate that is meant for it");
    }
}

std::int64_t seconds(const ASN1_TIME* time) {
    std::tm moment{};
    if (ASN1_TIME_to_tm(time, &moment) != 1) {
        ERR_clear_error();
        throw Unacceptable("the certificate's validity is not a time");
    }
    return ::timegm(&moment);
}

std::string subject_of(X509& certificate) {
    const Stream stream(BIO_new(BIO_s_mem()));
    if (!stream) throw std::bad_alloc();
    X509_NAME_print_ex(stream.get(), X509_get_subject_name(&certificate), 0,
                       (XN_FLAG_RFC2253 | ASN1_STRFLGS_ESC_CTRL) & ~ASN1_STRFLGS_UTF8_CONVERT);
    char* text = nullptr;
    const long size = BIO_get_mem_data(stream.get(), &text);
    std::string subject(text, static_cast<std::size_t>(std::clamp(size, 0L, 256L)));
    // Octets beyond ASCII are escaped by the flags above; whatever else is left does not reach a terminal.
    std::replace_if(
        subject.begin(), subject.end(), [](char each) { return each < ' ' || each > '~'; }, '?');
    ERR_clear_error();
    return subject;
}

}  // namespace

RecipientCertificate read_recipient_certificate(std::string_view octets) {
    const Certificate certificate = parse(octets);
    RecipientCertificate read;
    read.key = usable_key(*certificate);
    require_encryption(*certificate, read.key);
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate.get(), &der);
    if (size <= 0) throw Unacceptable("this certificate cannot be written as DER");
    read.der.assign(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    read.hash = records::sha256(read.der);
    read.subject = subject_of(*certificate);
    read.not_before = seconds(X509_get0_notBefore(certificate.get()));
    read.not_after = seconds(X509_get0_notAfter(certificate.get()));
    return read;
}

void require_in_force(const RecipientCertificate& certificate, std::int64_t moment) {
    if (moment < certificate.not_before) throw Unacceptable("the recipient's certificate is not in force yet");
    if (moment > certificate.not_after) {
        throw Unacceptable("the recipient's certificate has expired: the court or authority must name another one");
    }
}

void require_named_by_order(const RecipientCertificate& certificate, std::string_view expected) {
    if (records::hexadecimal(certificate.hash) != expected) {
        throw Unacceptable("the certificate (" + records::hexadecimal(certificate.hash) +
                           ") is not the one that the order names (" + std::string(expected) + ")");
    }
}

}  // namespace postvern::compliance
