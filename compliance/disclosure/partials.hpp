// A holder's answer to a request: one partial decryption for each key of its list, in the list's order, signed by the
// holder's device. docs/formats/disclosure-documents.md. Plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compliance/disclosure/request.hpp"
#include "records/threshold.hpp"

namespace postvern::compliance::disclosure {

struct Partials {
    Hash request{};
    unsigned holder = 0;  // 1 managing director, 2 second officer, 3 deposit
    unsigned with = 0;    // the holder whose partials they are to be combined with, and nobody else's
    std::vector<threshold::Partial> partials;
    SignerKey key;
    Signature signature{};
};

// Throws SyntaxError.
Partials parse_partials(std::string_view text);
std::string to_text(const Partials& partials);
// Whether the signature is of `key` over all else.
bool is_signed(const Partials& partials);
// With its key and its signature.
Partials sign_partials(const Hash& request, unsigned holder, unsigned with,
                       std::vector<threshold::Partial> partials, const SigningKey& key);

}  // namespace postvern::compliance::disclosure
