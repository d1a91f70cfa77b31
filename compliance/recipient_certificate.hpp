// The X.509 certificate (RFC 5280) of whoever disclosed data is encrypted to: a court or an authority. Nobody certifies
// it here: what makes it theirs is that the court's order names the SHA-256 of its DER, which validators have signed.
// A plain value and pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/errors.hpp"
#include "records/sha256.hpp"

namespace postvern::compliance {

inline constexpr std::size_t kLargestCertificate = std::size_t{64} * 1024;  // octets, PEM or DER

struct RecipientCertificate {
    std::string der{};
    records::Sha256 hash{};       // of `der`; in small hexadecimal digits it is `recipient-sha256` of the order
    std::string subject{};        // RFC 2253, for people; at most 256 octets, nothing in it steers a terminal
    std::string key{};            // "RSA 3072", "EC P-256", for people
    std::int64_t not_before = 0;  // Unix seconds, inclusive
    std::int64_t not_after = 0;   // likewise
};

// The one certificate in `octets`, PEM ("CERTIFICATE", and nothing else in front of it) or DER. Throws
// records::Unacceptable, which says why it cannot be encrypted to: no certificate or more than one, a key of another
// kind than RSA of 2048 to 16384 bits or EC on P-256, P-384 or P-521, a key usage that excludes encryption
// (RFC 5280 4.2.1.3: keyEncipherment for RSA, keyAgreement for EC, where the extension is there).
RecipientCertificate read_recipient_certificate(std::string_view octets);

// Throws records::Unacceptable unless the certificate is valid at `moment` (Unix seconds).  RFC 5280 4.1.2.5
void require_in_force(const RecipientCertificate& certificate, std::int64_t moment);

// Throws records::Unacceptable unless its hash is `expected`, 64 small hexadecimal digits: `recipient-sha256` or
// `court-recipient-sha256` of the order.
void require_named_by_order(const RecipientCertificate& certificate, std::string_view expected);

}  // namespace postvern::compliance
