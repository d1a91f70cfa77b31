// Encrypts a stream of octets to one certificate as a CMS message, DER in front and BER behind it (indefinite length, so
// that nothing has to be known in advance): AuthEnvelopedData with AES-256-GCM (RFC 5083, RFC 5084), the content key
// by RSAES-OAEP with SHA-256 (RFC 4055) or by ephemeral ECDH with SHA-256 and AES-256 key wrap (RFC 5753).
// `openssl cms -decrypt` opens it. Used by one thread.
#pragma once

#include <openssl/bio.h>
#include <openssl/cms.h>

#include <exception>
#include <memory>
#include <string_view>

#include "compliance/bag/openssl.hpp"
#include "compliance/bag/sealed_file.hpp"
#include "compliance/recipient_certificate.hpp"

namespace postvern::compliance::bag {

class Seal {
  public:
    // `file` is borrowed. Throws Unacceptable where nothing can be encrypted to that certificate.
    Seal(SealedFile& file, const RecipientCertificate& recipient);
    ~Seal();
    Seal(const Seal&) = delete;
    Seal& operator=(const Seal&) = delete;

    // Throws what SealedFile::write() throws.
    void write(std::string_view octets);
    // The end of the message, with its authentication tag; once.
    void finish();

  private:
    struct Sink {
        SealedFile& file;
        std::exception_ptr failure{};
    };
    static int write_sink(BIO* stream, const char* octets, int size);
    static long control_sink(BIO* stream, int command, long number, void* pointer);
    void require(bool holds);
    void pop_chain() noexcept;

    Sink sink_;
    std::unique_ptr<BIO_METHOD, Free<BIO_meth_free>> method_;
    std::unique_ptr<BIO, Free<BIO_free>> output_;
    std::unique_ptr<CMS_ContentInfo, Free<CMS_ContentInfo_free>> message_;
    BIO* chain_ = nullptr;  // filters in front of output_
};

}  // namespace postvern::compliance::bag
