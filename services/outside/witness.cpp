#include "services/outside/witness.hpp"

#include <charconv>

#include "records/errors.hpp"
#include "services/outside/exchange.hpp"

namespace postvern::services::outside {

namespace {

using records::WitnessTrouble;
using Trouble = std::optional<WitnessTrouble>;

constexpr unsigned kCosigned = 200;
constexpr unsigned kForbidden = 403;
constexpr unsigned kUnknownLog = 404;
constexpr unsigned kOtherSize = 409;
constexpr unsigned kInconsistent = 422;

WitnessTrouble silent(std::string what) { return {WitnessTrouble::Kind::silent, std::move(what)}; }
WitnessTrouble objects(std::string what) {
    return {WitnessTrouble::Kind::objects, std::move(what)};
}

Trouble keep(records::Attestations& attestations, std::size_t witness,
             const records::SignedCheckpoint& checkpoint, const std::string& lines) {
    try {
        attestations.accept(checkpoint.note + lines);
    } catch (const records::Unacceptable& why) {
        return objects(std::string("what it answers is refused: ") + why.what());
    }
    if (attestations.cosigned_by(witness) < checkpoint.size)
        return objects("it answers with cosignatures of others");
    return {};
}

Trouble trouble_of(unsigned status, std::uint64_t old_size) {
    switch (status) {
        case kForbidden:
            return silent("it knows another key for this record's origin");
        case kUnknownLog:
            return silent("it does not know this record: give it origin and verifier key");
        case kOtherSize:
            return silent("it names a size, and then another");
        case kInconsistent:
            return objects("it saw another tree: this record does not go on from the " +
                           std::to_string(old_size) + " leaves that it cosigned");
        default:
            return silent("it answers with HTTP status " + std::to_string(status));
    }
}

}  // namespace

std::optional<std::uint64_t> parse_size(std::string_view body) {
    std::uint64_t size = 0;
    std::from_chars(body.data(), body.data() + body.size(), size);
    if (std::to_string(size) + '\n' != body) return {};
    return size;
}

Trouble ask_witness(records::Attestations& attestations, std::size_t witness,
                    const WebAddress& prefix, const records::SignedCheckpoint& checkpoint,
                    const Patience& patience) {
    WebAddress address = prefix;
    address.path += "/add-checkpoint";
    std::uint64_t old_size = attestations.cosigned_by(witness);
    try {
        for (bool again = false;; again = true) {
            const std::string body = attestations.question_to_witness(checkpoint, old_size);
            const WebAnswer answer = post({address, "text/plain; charset=utf-8", body}, patience);
            if (answer.status == kCosigned)
                return keep(attestations, witness, checkpoint, answer.body);
            if (answer.status != kOtherSize || again) return trouble_of(answer.status, old_size);
            const auto size = parse_size(answer.body);
            if (!size) return silent("it answers without the size that it saw");
            if (*size > checkpoint.size) {
                return objects("it cosigned a tree of " + std::to_string(*size) +
                               " leaves, and this record has " + std::to_string(checkpoint.size));
            }
            old_size = *size;
        }
    } catch (const Unanswered& why) {
        return silent(std::string("it ") + why.what());
    }
}

}  // namespace postvern::services::outside
