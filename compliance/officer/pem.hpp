// Officers' signing keys as OpenSSL keeps them, so that the same key signs rules and disclosures, and the server's
// record of people takes what a device made. RFC 8410, RFC 7468.
#pragma once

#include <string>
#include <string_view>

#include "compliance/disclosure/signing.hpp"

namespace postvern::compliance::officer {

std::string to_pem(const disclosure::SignerKey& key);  // "PUBLIC KEY"
// Of "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY". Throws Failure for another algorithm or passphrase.
disclosure::SigningKey from_pem(std::string_view pem, std::string_view passphrase);

}  // namespace postvern::compliance::officer
