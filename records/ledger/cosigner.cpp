#include "records/ledger/cosigner.hpp"

#include <limits>

#include "records/errors.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::size_t kMomentSize = 8;
constexpr std::size_t kCosignatureSize = kMomentSize + 64;  // timestamped_signature

// "It MUST NOT exceed 2^63 - 1", and of a checkpoint it "MUST NOT be zero". Absent: it is not so.
std::optional<std::int64_t> moment_of(std::string_view timestamped) {
    std::uint64_t moment = 0;
    for (const char octet : timestamped.substr(0, kMomentSize)) {
        moment = moment << 8 | static_cast<unsigned char>(octet);
    }
    if (moment == 0 || moment > std::numeric_limits<std::int64_t>::max()) return {};
    return static_cast<std::int64_t>(moment);
}

}  // namespace

std::optional<Cosigner> Cosigner::from(std::string_view verifier_key) {
    auto key = parse_verifier_key(verifier_key, KeyKind::cosignature);
    if (!key) return {};
    return Cosigner(*std::move(key), verifier_key);
}

std::optional<Cosignature> Cosigner::find_in(const SignedNote& note) const {
    std::optional<Cosignature> latest;
    for (const NoteSignature& each : note.signatures) {
        if (each.name != key_.name || each.key_id != key_.key_id) continue;
        const auto moment =
            each.signature.size() == kCosignatureSize ? moment_of(each.signature) : std::nullopt;
        const bool is_sound =
            moment &&
            verifies(key_.public_key, std::string_view(each.signature).substr(kMomentSize),
                     "cosignature/v1\ntime " + std::to_string(*moment) + '\n' + note.text);
        if (!is_sound) throw Unacceptable("the cosignature of " + key_.name + " does not verify");
        if (!latest || *moment > latest->moment)
            latest = Cosignature{*moment, signature_line(each)};
    }
    return latest;
}

}  // namespace postvern::records::ledger
