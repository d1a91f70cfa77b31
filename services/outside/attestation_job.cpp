#include "services/outside/attestation_job.hpp"

#include <csignal>

#include "services/outside/exchange.hpp"
#include "services/outside/witness.hpp"

namespace postvern::services::outside {

namespace {

constexpr auto kPatience =
    std::chrono::seconds(10);           // with one exchange, from connecting to the last octet
constexpr int kLooksAfterFailure = 10;  // until an authority is asked again
constexpr unsigned kOk = 200;

// A stranger who hangs up must not end the server.
void block_broken_pipes() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace

AttestationJob::AttestationJob(records::Attestations& attestations, Outsiders outsiders,
                               std::function<void(Event)> failed)
    : attestations_(attestations), outsiders_(std::move(outsiders)), failed_(std::move(failed)) {
    bool anybody = outsiders_.timestamp_authority.has_value();
    for (const auto& witness : outsiders_.witnesses) anybody = anybody || witness;
    if (!anybody) return;
    cadence_.emplace([this] {
        look();
        return outsiders_.look;
    });
}

AttestationJob::~AttestationJob() { stopping_ = true; }

void AttestationJob::look() {
    block_broken_pipes();
    ask_witnesses();
    if (outsiders_.timestamp_authority && !stopping_) ask_for_timestamp();
}

void AttestationJob::ask_witnesses() {
    try {
        // One for all, so that a quorum comes together on it.
        const auto checkpoint = attestations_.newest();
        for (std::size_t witness = 0; witness < outsiders_.witnesses.size(); ++witness) {
            const auto& address = outsiders_.witnesses[witness];
            if (!address || stopping_ || attestations_.cosigned_by(witness) >= checkpoint.size)
                continue;
            auto trouble = ask_witness(attestations_, witness, *address, checkpoint,
                                       {std::chrono::steady_clock::now() + kPatience, stopping_});
            if (trouble && !stopping_) {
                const bool objects = trouble->kind == records::WitnessTrouble::Kind::objects;
                failed_(objects ? Event::witness_objects : Event::witness_silent);
            }
            attestations_.report(witness, std::move(trouble));
        }
    } catch (const std::exception&) {
        failed_(Event::witness_silent);  // ledger.db cannot be read or written: the ledger says so
                                         // itself
    }
}

void AttestationJob::ask_for_timestamp() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_timestamp_) return;
    try {
        const auto question = attestations_.timestamp_due(outsiders_.timestamp_interval);
        if (!question) return;
        // RFC 3161 3.4
        const WebAnswer answer =
            post({*outsiders_.timestamp_authority, "application/timestamp-query", question->octets},
                 {now + kPatience, stopping_});
        if (answer.status != kOk) throw Unanswered("answers with another status");
        attestations_.accept_timestamp(*question, answer.body);
    } catch (const std::exception&) {
        next_timestamp_ = now + kLooksAfterFailure * outsiders_.look;
        if (!stopping_) failed_(Event::timestamp_failed);
    }
}

}  // namespace postvern::services::outside
