#include "services/outside/hash_timestamper.hpp"

#include <sys/random.h>

#include <atomic>
#include <csignal>
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

// A stranger who hangs up must not end the process: what this thread is told of it while this lives is dropped.
class NoBrokenPipes {
  public:
    NoBrokenPipes() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~NoBrokenPipes() {
        const timespec at_once{};
        ::sigtimedwait(&pipe_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    NoBrokenPipes(const NoBrokenPipes&) = delete;
    NoBrokenPipes& operator=(const NoBrokenPipes&) = delete;

  private:
    sigset_t pipe_{};
    sigset_t before_{};
};

}  // namespace

HashTimestamper::HashTimestamper(WebAddress authority, std::filesystem::path certificates)
    : authority_(std::move(authority)), certificates_(std::move(certificates)) {}

std::string HashTimestamper::operator()(const records::Sha256& hash) const {
    static const std::atomic<bool> kNobodyStops{false};
    const NoBrokenPipes unbroken;
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
