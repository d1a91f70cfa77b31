// A request for extraction: the order, its validators' signatures, and the list of period keys that are to be opened,
// each with its label and its ciphertext under the disclosure key. The server makes it; the holders' devices check it
// against the order and answer with partials. What everybody signs is its hash, which binds case, order, validators'
// signatures, root of the list, rulebook, nonce and expiry. docs/formats/disclosure-documents.md. Plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/disclosure/order.hpp"
#include "compliance/disclosure/refused.hpp"
#include "compliance/disclosure/statements.hpp"
#include "records/threshold.hpp"

namespace postvern::compliance::disclosure {

namespace threshold = records::threshold;

inline constexpr std::size_t kMostKeys = 65'536;
inline constexpr std::size_t kLargestRequest = 64 * 1024 * 1024;  // octets
inline constexpr std::int64_t kLongestRequest = 14 * 86'400;      // seconds from now to its expiry

// A period key on the list.
struct ListedKey {
    threshold::Label label;
    std::array<std::uint8_t, 32> account_salt{};  // of the account's id in the label
    threshold::Ciphertext ciphertext;
};

struct Request {
    std::array<std::uint8_t, 16> site{};
    CaseReference case_reference{};
    CourtOrder order;
    std::vector<OrderSignature> validations;  // two or more
    Hash disclosure_key{};                    // threshold::PublicKey::transcript of the epoch in force
    std::uint32_t epoch = 0;                  // of the shares
    Hash rulebook{};                          // in force when the server made the request
    std::array<std::uint8_t, 16> nonce{};     // random
    std::int64_t expires = 0;                 // Unix seconds, exclusive
    std::vector<ListedKey> keys;              // ascending by encoded label, each label once

    // Filled by seal() and parse_request().
    Hash root{};  // of the list
    Hash hash{};  // what approvals, attestations and partials speak of
};

// Sorts the list, computes root and hash. Throws std::logic_error for two keys of one label or more than kMostKeys.
Request seal(Request request);
std::string to_text(const Request& request);  // of a sealed request
// Throws SyntaxError. What it returns is whole in itself (hashes and root are those of what it carries), and no more
// than that: see verify_request().
Request parse_request(std::string_view text);

}  // namespace postvern::compliance::disclosure
