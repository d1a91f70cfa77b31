#include "compliance/order_signature.hpp"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <vector>

#include "compliance/bag/openssl.hpp"
#include "records/errors.hpp"

namespace postvern::compliance {

namespace {

using bag::Free;
using records::Unacceptable;
using Stream = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Message = std::unique_ptr<CMS_ContentInfo, Free<CMS_ContentInfo_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;

constexpr std::size_t kMostSigners = 256;
constexpr std::size_t kLargestFile = std::size_t{4} * 1024 * 1024;
constexpr int kMostSubject = 256;

struct FreeList {
    void operator()(STACK_OF(X509) * list) const { sk_X509_free(list); }  // CMS_get0_signers: the list alone is ours
};

struct FreeOctets {
    void operator()(void* octets) const { OPENSSL_free(octets); }
};

constexpr const char* kNoMessage = "the signature is no CMS message, in DER or PEM";

// Why it is not verified.
struct NotVerified {
    std::string why;
};

void expect(bool holds, const std::string& otherwise) {
    if (!holds) throw NotVerified{otherwise};
}

Stream stream_of(std::string_view octets) {
    Stream stream(BIO_new_mem_buf(octets.data(), static_cast<int>(octets.size())));
    if (!stream) throw std::bad_alloc();
    return stream;
}

// Behind a filter that changes nothing: of a memory stream CMS_verify() makes a second one, and forgets it where it fails early.
Stream passing(Stream stream) {
    Stream filter(BIO_new(BIO_f_null()));
    if (!filter) throw std::bad_alloc();
    BIO_push(filter.get(), stream.release());
    return filter;
}

std::vector<Certificate> certificates_in(std::string_view pem) {
    const Stream stream = stream_of(pem);
    std::vector<Certificate> all;
    while (Certificate next{PEM_read_bio_X509(stream.get(), nullptr, nullptr, nullptr)}) all.push_back(std::move(next));
    ERR_clear_error();
    return all;
}

// The DER in a PEM text, and nothing behind it.
std::string der_in(std::string_view pem) {
    const Stream stream = stream_of(pem);
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    const bool is_pem = PEM_read_bio(stream.get(), &name, &header, &data, &size) == 1;
    const std::unique_ptr<char, FreeOctets> own_name(name);
    const std::unique_ptr<char, FreeOctets> own_header(header);
    const std::unique_ptr<unsigned char, FreeOctets> own_data(data);
    const std::string_view label = is_pem ? name : "";
    expect(label == "CMS" || label == "PKCS7", kNoMessage);
    char behind = 0;
    expect(BIO_read(stream.get(), &behind, 1) != 1, "something follows the signature");
    return {reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)};
}

Message read_message(std::string_view octets) {
    expect(octets.size() <= kLargestOrderSignature, "the signature is longer than 256 KiB");
    const std::string der = octets.starts_with("-----BEGIN ") ? der_in(octets) : std::string(octets);
    const auto* const begin = reinterpret_cast<const unsigned char*>(der.data());
    const unsigned char* at = begin;
    Message message(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
    expect(message != nullptr, kNoMessage);
    expect(at == begin + der.size(), "something follows the signature");
    expect(OBJ_obj2nid(CMS_get0_type(message.get())) == NID_pkcs7_signed,
           "the signature is CMS of another kind than SignedData");
    expect(CMS_is_detached(message.get()) == 1, "the signature is not detached: it carries a document of its own");
    return message;
}

Store trusted(const OrderSigners& signers, std::int64_t moment) {
    Store store(X509_STORE_new());
    if (!store) throw std::bad_alloc();
    for (const Certificate& each : certificates_in(signers.pem())) X509_STORE_add_cert(store.get(), each.get());
    X509_VERIFY_PARAM* const parameters = X509_STORE_get0_param(store.get());
    X509_VERIFY_PARAM_set_time(parameters, static_cast<time_t>(moment));
    X509_VERIFY_PARAM_set_depth(parameters, 8);
    X509_VERIFY_PARAM_set_auth_level(parameters, 2);  // 112 bits: RSA of 2048, no SHA-1
    // Whom the site names is trusted as such, be it a root, an intermediate or the court's own certificate.
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_PARTIAL_CHAIN);
    // The purpose is ours to check: courts sign documents, not mail, and their certificates say so.
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
    return store;
}

// RFC 2253, as it may stand on a terminal.
std::string subject_of(X509& certificate) {
    const Stream out(BIO_new(BIO_s_mem()));
    if (!out) throw std::bad_alloc();
    X509_NAME_print_ex(out.get(), X509_get_subject_name(&certificate), 0, XN_FLAG_RFC2253);  // escapes what is not ASCII
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    std::string subject(text, static_cast<std::size_t>(std::clamp<long>(size, 0, kMostSubject)));
    std::replace_if(subject.begin(), subject.end(), [](char each) { return each < 0x20 || each > 0x7e; }, '?');
    return subject;
}

records::Sha256 hash_of(X509& certificate) {
    const int size = i2d_X509(&certificate, nullptr);
    if (size <= 0) throw NotVerified{"the signer's certificate cannot be read"};
    std::string der(static_cast<std::size_t>(size), '\0');
    auto* at = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(&certificate, &at);
    return records::sha256(der);
}

void check_digests(CMS_ContentInfo& message) {
    STACK_OF(CMS_SignerInfo)* const infos = CMS_get0_SignerInfos(&message);
    for (int at = 0; at < sk_CMS_SignerInfo_num(infos); ++at) {
        X509_ALGOR* digest = nullptr;
        CMS_SignerInfo_get0_algs(sk_CMS_SignerInfo_value(infos, at), nullptr, nullptr, &digest, nullptr);
        const ASN1_OBJECT* algorithm = nullptr;
        X509_ALGOR_get0(&algorithm, nullptr, nullptr, digest);
        const int nid = OBJ_obj2nid(algorithm);
        expect(nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512,
               "the signature rests on another digest than SHA-256, SHA-384 or SHA-512");
    }
}

void check_signer(X509& certificate, std::int64_t dated) {
    auto moment = static_cast<time_t>(dated);
    expect(X509_cmp_time(X509_get0_notBefore(&certificate), &moment) < 0 &&
               X509_cmp_time(X509_get0_notAfter(&certificate), &moment) > 0,
           "the signer's certificate was not in force at the order's date");
    const std::uint32_t usage = X509_get_key_usage(&certificate);  // all bits, where none is stated
    expect((usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) != 0, "the signer's certificate is not for signatures");
    expect(X509_check_ca(&certificate) != 1, "the signer's certificate is one of a certification authority");
}

// Whoever is found is told, also where what they signed does not verify: the first signer whose certificate comes along.
void find_signer(CMS_ContentInfo& message, OrderSignatureFinding& finding) {
    STACK_OF(X509)* const certificates = CMS_get1_certs(&message);
    STACK_OF(CMS_SignerInfo)* const infos = CMS_get0_SignerInfos(&message);
    for (int at = 0; at < sk_X509_num(certificates) && finding.subject.empty(); ++at) {
        X509* const each = sk_X509_value(certificates, at);
        if (sk_CMS_SignerInfo_num(infos) < 1 || CMS_SignerInfo_cert_cmp(sk_CMS_SignerInfo_value(infos, 0), each) != 0) continue;
        finding.subject = subject_of(*each);
        finding.certificate = hash_of(*each);
    }
    sk_X509_pop_free(certificates, X509_free);
}

void check(std::string_view document, std::string_view signature, const OrderSigners& signers, std::int64_t moment,
           std::int64_t dated, OrderSignatureFinding& finding) {
    const Message message = read_message(signature);
    find_signer(*message, finding);
    expect(!signers.empty(), "this site names nobody whom it trusts to sign orders: `case-signers` in its configuration does");
    expect(document.size() <= static_cast<std::size_t>(std::numeric_limits<int>::max()), "the document is too large");
    check_digests(*message);
    const Store store = trusted(signers, moment);
    ERR_clear_error();
    const Stream content = passing(stream_of(document));
    const bool verifies =
        CMS_verify(message.get(), nullptr, store.get(), content.get(), nullptr, CMS_DETACHED | CMS_BINARY) == 1;
    if (!verifies) {
        // Of a chain OpenSSL says what is wrong with it as data of the error.
        const char* data = nullptr;
        int flags = 0;
        ERR_peek_error_data(&data, &flags);
        const std::string more = data != nullptr && (flags & ERR_TXT_STRING) != 0 ? data : "";
        const std::string reason = bag::take_reason();
        throw NotVerified{"it does not verify: " + reason + (more.empty() ? "" : " (" + more + ')')};
    }
    const std::unique_ptr<STACK_OF(X509), FreeList> by(CMS_get0_signers(message.get()));
    expect(by && sk_X509_num(by.get()) > 0, "nobody signed");
    for (int at = 0; at < sk_X509_num(by.get()); ++at) check_signer(*sk_X509_value(by.get(), at), dated);
    if (finding.subject.empty()) {
        finding.subject = subject_of(*sk_X509_value(by.get(), 0));
        finding.certificate = hash_of(*sk_X509_value(by.get(), 0));
    }
    finding.verified = true;
}

std::string file_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw Unacceptable(file.string() + ": cannot be read");
    std::string text(kLargestFile + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    if (text.size() > kLargestFile) throw Unacceptable(file.string() + ": is longer than 4 MiB");
    return text;
}

}  // namespace

OrderSigners OrderSigners::read(const std::filesystem::path& place) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(place)) {
        for (const auto& each : std::filesystem::directory_iterator(place)) {
            if (each.path().extension() == ".pem") files.push_back(each.path());
        }
        std::sort(files.begin(), files.end());
    } else {
        files.push_back(place);
    }
    OrderSigners signers;
    for (const auto& file : files) {
        const std::string pem = file_of(file);
        if (certificates_in(pem).empty()) throw Unacceptable(file.string() + ": holds no certificate in PEM");
        signers.pem_ += pem + '\n';
    }
    const std::size_t count = certificates_in(signers.pem_).size();
    if (count == 0) throw Unacceptable(place.string() + ": holds no certificate in PEM (*.pem)");
    if (count > kMostSigners) throw Unacceptable(place.string() + ": holds more than 256 certificates");
    return signers;
}

OrderSignatureFinding check_order_signature(std::string_view document, std::string_view signature,
                                            const OrderSigners& signers, std::int64_t moment, std::int64_t dated) {
    OrderSignatureFinding finding;
    try {
        check(document, signature, signers, moment, dated, finding);
    } catch (const NotVerified& failure) {
        finding.verified = false;
        finding.why_not = failure.why;
    }
    ERR_clear_error();
    return finding;
}

}  // namespace postvern::compliance
