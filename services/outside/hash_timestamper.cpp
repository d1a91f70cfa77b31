#include "services/outside/hash_timestamper.hpp"

#include <sys/random.h>

#include <atomic>
#include <chrono>
#include <stdexcept>

#include "records/errors.hpp"
#include "records/hash_timestamp.hpp"
#include "services/outside/exchange.hpp"

namespace postvern::services::outside {

namespace {

constexpr auto kPatience = std::chrono::seconds(10);  // from connecting to the last octet
constexpr unsigned kOk = 200;

// RFC 3161 2.4.1: "a large random number with a high probability that the client generates it only once"
std::uint64_t random_nonce() {
    std::uint64_t nonce = 0;
    if (::getrandom(&nonce, sizeof nonce, 0) != sizeof nonce) throw std::runtime_error("no random numbers are to be had");
    return nonce;
}

}  // namespace

HashTimestamper::HashTimestamper(WebAddress authority, std::filesystem::path certificates)
    : authority_(std::move(authority)), certificates_(std::move(certificates)) {}

std::string HashTimestamper::operator()(const records::Sha256& hash) const {
    static const std::atomic<bool> kNobodyStops{false};
    try {
        const std::uint64_t nonce = random_nonce();
        // RFC 3161 3.4
        const WebAnswer answer = post({authority_, "application/timestamp-query", records::timestamp_question(hash, nonce)},
                                      {std::chrono::steady_clock::now() + kPatience, kNobodyStops});
        if (answer.status != kOk) throw Unanswered("answers with status " + std::to_string(answer.status));
        records::check_timestamp(answer.body, hash, nonce, certificates_);
        return answer.body;
    } catch (const std::exception& failure) {
        throw records::Unavailable("the timestamp authority " + authority_.authority() + ": " + failure.what() +
                                   "; nothing was handed out, try again");
    }
}

}  // namespace postvern::services::outside
