// The detached signature that came with an order: CMS SignedData (RFC 5652 5) over the octets of the instrument, checked
// against the certificates that the site trusts for it. Nothing is fetched: whether a certificate was revoked since is not
// asked, and whoever validates calls the court back all the same. Thread-safe; plain values. OpenSSL reads.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "records/sha256.hpp"

namespace postvern::compliance {

inline constexpr std::size_t kLargestOrderSignature = std::size_t{256} * 1024;  // octets, PEM or DER

// Whom the site trusts to certify who signs for a court. Copies share what they hold.
class OrderSigners {
  public:
    OrderSigners() = default;  // nobody: no signature is verified
    // Of a PEM file, or of all *.pem in a folder; at most 256 certificates. Throws records::Unacceptable with the file and what
    // is wrong, also where it holds none.
    static OrderSigners read(const std::filesystem::path& place);
    bool empty() const noexcept { return pem_.empty(); }
    const std::string& pem() const noexcept { return pem_; }  // all of them

  private:
    std::string pem_{};
};

struct OrderSignatureFinding {
    bool verified = false;
    std::string why_not{};        // one sentence; empty where it is verified
    std::string subject{};        // of the signer's certificate, RFC 2253, printable; empty: it names none
    records::Sha256 certificate{};  // SHA-256 of its DER; zeros likewise
};

// Verified: one signer or more, all of whose signatures are over `document`, with a digest of SHA-2, by certificates that chain to
// `signers` and were in force at `moment` and the signers' own at `dated` (Unix seconds: when the order was received, and the
// order's date), for digital signature or non-repudiation where a key usage is stated (RFC 5280 4.2.1.3), and no CA. `signature`: DER, or PEM ("CMS" or "PKCS7"), nothing behind it. Throws nothing but
// std::bad_alloc: what cannot be read is not verified.
OrderSignatureFinding check_order_signature(std::string_view document, std::string_view signature,
                                            const OrderSigners& signers, std::int64_t moment, std::int64_t dated);

}  // namespace postvern::compliance
