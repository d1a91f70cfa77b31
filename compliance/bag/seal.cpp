#include "compliance/bag/seal.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>

namespace postvern::compliance::bag {

namespace {

constexpr std::size_t kLargestWrite = std::size_t{16} * 1024;  // one OCTET STRING of the message

using Certificate = std::unique_ptr<X509, Free<X509_free>>;

Certificate certificate_of(const RecipientCertificate& recipient) {
    const auto* at = reinterpret_cast<const unsigned char*>(recipient.der.data());
    Certificate certificate(d2i_X509(nullptr, &at, static_cast<long>(recipient.der.size())));
    ERR_clear_error();
    if (!certificate) throw records::Unacceptable("the recipient's certificate cannot be read");
    return certificate;
}

// RFC 4055 4.1: OAEP with SHA-256, its mask as well.
bool choose_oaep(EVP_PKEY_CTX* key) {
    return EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_OAEP_PADDING) > 0 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(key, EVP_sha256()) > 0 && EVP_PKEY_CTX_set_rsa_mgf1_md(key, EVP_sha256()) > 0;
}

bool add_recipient(CMS_ContentInfo* message, const RecipientCertificate& recipient) {
    CMS_RecipientInfo* const info = CMS_add1_recipient_cert(message, certificate_of(recipient).get(), CMS_KEY_PARAM);
    if (info == nullptr) return false;
    EVP_PKEY_CTX* const key = CMS_RecipientInfo_get0_pkey_ctx(info);
    if (key == nullptr) return false;
    return recipient.key.starts_with("RSA") ? choose_oaep(key)
                                            : EVP_PKEY_CTX_ctrl_str(key, "ecdh_kdf_md", "sha256") > 0;
}

}  // namespace

Seal::Seal(SealedFile& file, const RecipientCertificate& recipient)
    : sink_{file}, method_(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "sealed bag")) {
    ERR_clear_error();
    require(method_ && BIO_meth_set_write(method_.get(), write_sink) == 1 &&
            BIO_meth_set_ctrl(method_.get(), control_sink) == 1);
    output_.reset(BIO_new(method_.get()));
    require(output_ != nullptr);
    BIO_set_data(output_.get(), &sink_);
    BIO_set_init(output_.get(), 1);
    message_.reset(CMS_encrypt(nullptr, nullptr, EVP_aes_256_gcm(), CMS_STREAM | CMS_PARTIAL | CMS_BINARY));
    require(message_ && add_recipient(message_.get(), recipient));
    chain_ = BIO_new_CMS(output_.get(), message_.get());
    require(chain_ != nullptr);
}

Seal::~Seal() { pop_chain(); }

void Seal::pop_chain() noexcept {
    while (chain_ != nullptr && chain_ != output_.get()) {
        BIO* const next = BIO_pop(chain_);
        BIO_free(chain_);
        chain_ = next;
    }
    chain_ = nullptr;
    ERR_clear_error();
}

void Seal::require(bool holds) {
    if (sink_.failure) std::rethrow_exception(sink_.failure);
    if (!holds) throw records::Unacceptable("the bag cannot be sealed to this certificate: " + take_reason());
}

int Seal::write_sink(BIO* stream, const char* octets, int size) {
    Sink& sink = *static_cast<Sink*>(BIO_get_data(stream));
    try {
        sink.file.write({octets, static_cast<std::size_t>(std::max(size, 0))});
        return size;
    } catch (...) {  // through C: told by require()
        sink.failure = std::current_exception();
        return -1;
    }
}

long Seal::control_sink(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

void Seal::write(std::string_view octets) {
    while (!octets.empty()) {
        const std::string_view piece = octets.substr(0, kLargestWrite);
        require(BIO_write(chain_, piece.data(), static_cast<int>(piece.size())) == static_cast<int>(piece.size()));
        octets.remove_prefix(piece.size());
    }
}

void Seal::finish() {
    require(BIO_flush(chain_) == 1);
    pop_chain();
}

}  // namespace postvern::compliance::bag
