// Runtime: the threads of the server: one event loop per core, a pool for blocking work and a
// bounded one for hashing passwords, and the listeners. The composition root makes one:
//
//     Runtime runtime(options, events);
//     runtime.listen(TcpEndpoint{"0.0.0.0:993"}, {.tls = &tls}, handler);   // binds
//     runtime.start();                                    // after privileges were dropped
//     ... wait for SIGTERM ...
//     runtime.stop(std::chrono::seconds(10));
//
// Thread safety: used by one thread; loops() and the pools may be used by all. Writing to a
// connection that is gone must not kill the process: SIGPIPE is ignored from construction on.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "services/net/admission.hpp"
#include "services/net/event_log.hpp"
#include "services/net/listener.hpp"
#include "services/net/loop.hpp"
#include "services/net/pool.hpp"

namespace postvern::services::net {

struct RuntimeOptions {
    std::size_t loops = 0;             // 0: one per core
    std::size_t blocking_threads = 4;  // files and the like
    std::size_t blocking_queue = 1024;
    std::size_t hashing_threads = 0;  // 0: one per core
    std::size_t hashing_queue = 512;
    AdmissionLimits admission;
};

class Runtime {
  public:
    Runtime(RuntimeOptions options, EventLog& events);
    // Stops at once when still running, and destroys what is left of the sessions.
    ~Runtime();
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    // Binds now, accepts from start() on. Throws std::runtime_error.
    Listener& listen(const Endpoint& endpoint, ListenerOptions options, SessionHandler handler);
    void start();
    // Accepts no more, lets sessions end (idle ones are told by Stopping) for at most `grace`, then
    // closes the rest, waits a second more for their handlers, and joins. Idempotent.
    void stop(Duration grace);

    std::span<const std::unique_ptr<Loop>> loops() const { return loops_; }
    Loop& loop(std::size_t index) const { return *loops_.at(index); }
    Pool& blocking() { return *blocking_; }
    Pool& hashing() { return *hashing_; }
    std::size_t connections() const { return admission_.connections(); }

  private:
    bool wait_until_idle(Duration limit) const;

    EventLog& events_;
    Admission admission_;
    std::vector<std::unique_ptr<Listener>> listeners_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::unique_ptr<Pool> blocking_;
    std::unique_ptr<Pool> hashing_;
    std::vector<std::thread> threads_;
};

}  // namespace postvern::services::net
