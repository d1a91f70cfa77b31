// What postvern-verify is handed by strangers: checkpoints, proofs, exported entries and verifier
// keys. Refused by a Fault, or read; a proof without a signature of the key is never accepted.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compliance/verify/verifier.hpp"

namespace verify = postvern::compliance::verify;

namespace {

// The example of C2SP signed-note, whose private half nobody here has.
const verify::Key& known_key() {
    static const verify::Key key =
        verify::parse_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    return key;
}

// A key of RFC 8032 7.1.
const verify::Key& known_witness() {
    static const verify::Key key = verify::parse_key(
        "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea",
        verify::Kind::witness);
    return key;
}

void read_proof(std::string_view text) {
    const verify::Proof proof = verify::parse_proof(text);
    if (proof.path.size() > 64) std::abort();
    try {
        const std::string leaf = verify::leaf_of(proof.extra);
        if (leaf.size() != verify::kLeafSize) std::abort();
        verify::in_words(proof.extra);
    } catch (const verify::Fault&) {
        // The extra data is no opening; the proof may be one all the same.
    }
    verify::check_inclusion(proof, std::string(verify::kLeafSize, 'x'), known_key());
    std::abort();
}

template <typename Work>
void refusable(const Work& work) {
    try {
        work();
    } catch (const verify::Fault&) {
        // Most are.
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    refusable([&] { read_proof(text); });
    refusable([&] { verify::parse_key(text); });
    refusable([&] { verify::open_checkpoint(text, known_key()); });
    refusable([&] { verify::open_checkpoint(text, {known_key(), {known_witness()}, 1}); });
    refusable([&] { verify::in_words(text); });
    return 0;
}
