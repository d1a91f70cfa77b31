#pragma once
// Runs sessions on threads of their own that start their work at one moment.

#include <barrier>
#include <chrono>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace postvern::tests::bench::mailload {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Timed {
    double seconds = 0;             // from the common start to the last session's end
    std::vector<double> latencies;  // seconds, of all sessions
};

// `make(k)` prepares session k (0-based) on its thread; when all are ready, `run(latencies)` of
// each is called. Rethrows the first failure when all threads have ended.
template <typename Make>
Timed run_sessions(std::size_t sessions, const Make& make) {
    std::barrier ready(static_cast<std::ptrdiff_t>(sessions) + 1);
    std::vector<std::vector<double>> latencies(sessions);
    std::vector<std::exception_ptr> failures(sessions);
    std::vector<std::thread> threads;
    for (std::size_t k = 0; k < sessions; ++k) {
        threads.emplace_back([&, k] {
            bool waited = false;
            try {
                auto session = make(k);
                waited = true;
                ready.arrive_and_wait();
                session.run(latencies[k]);
            } catch (...) {
                failures[k] = std::current_exception();
                if (!waited) ready.arrive_and_drop();
            }
        });
    }
    ready.arrive_and_wait();
    const auto start = Clock::now();
    for (auto& thread : threads) thread.join();
    Timed result{seconds_since(start), {}};
    for (const auto& failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
    for (const auto& of_session : latencies) {
        result.latencies.insert(result.latencies.end(), of_session.begin(), of_session.end());
    }
    return result;
}

}  // namespace postvern::tests::bench::mailload
