// The attestation job: has witnesses outside of the house cosign each new checkpoint of the access
// record, and a timestamp authority stamp one from time to time. What leaves the house are signed
// checkpoints and proofs, which are public; no grant is needed for them. Runs on a thread of its
// own; what fails is tried again at the next look. docs/decisions/0019
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <vector>

#include "compliance/cadence.hpp"
#include "records/attestations.hpp"
#include "services/outside/web_address.hpp"

namespace postvern::services::outside {

struct Outsiders {
    // By the places in Attestors::witnesses; absent: its cosignatures are brought by hand.
    std::vector<std::optional<WebAddress>> witnesses{};
    std::optional<WebAddress> timestamp_authority{};
    std::int64_t timestamp_interval = 86'400;  // seconds between two timestamps
    std::chrono::milliseconds look =
        std::chrono::minutes(1);  // how often there may be something new
};

class AttestationJob {
  public:
    // What did not come about, for the operators' log.
    enum class Event { witness_silent, witness_objects, timestamp_failed };
    // `failed` is told from the job's thread. `attestations` outlives the job.
    AttestationJob(records::Attestations& attestations, Outsiders outsiders,
                   std::function<void(Event)> failed);
    // Waits for what is on its way to end, which is told to.
    ~AttestationJob();
    AttestationJob(const AttestationJob&) = delete;
    AttestationJob& operator=(const AttestationJob&) = delete;

  private:
    void look();
    void ask_witnesses();
    void ask_for_timestamp();

    records::Attestations& attestations_;
    const Outsiders outsiders_;
    const std::function<void(Event)> failed_;
    std::chrono::steady_clock::time_point next_timestamp_{};
    std::atomic<bool> stopping_{false};           // told to what is on its way
    std::optional<compliance::Cadence> cadence_;  // last: begins once all is there; absent: there is nobody to ask
};

}  // namespace postvern::services::outside
