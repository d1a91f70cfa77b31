// A runtime with one listener on loopback and its own certificate, for tests of what travels over
// real sockets.
#pragma once

#include <gtest/gtest.h>

#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

#include "services/net/runtime.hpp"
#include "tests/scratch.hpp"
#include "tests/services/net/certificate.hpp"
#include "tests/services/net/client.hpp"

namespace postvern::services::net {

// Remembers events, and lets a test wait for one. Thread-safe.
class RecordedEvents final : public EventLog {
  public:
    void note(EventKind kind, std::uint64_t count = 1) override {
        const std::scoped_lock lock(mutex_);
        counts_[std::string(kind.name())] += count;
        changed_.notify_all();
    }
    void note(EventKind kind, const SessionReference&) override { note(kind); }
    bool wait_for(const std::string& kind) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10),
                                 [&] { return counts_.contains(kind); });
    }
    std::uint64_t count(const std::string& kind) {
        const std::scoped_lock lock(mutex_);
        return counts_[kind];
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, std::uint64_t> counts_;
};

class Site {
  public:
    explicit Site(SessionHandler handler, bool implicit_tls = false,
                  RuntimeOptions options = small())
        : certificate(make_certificate(directory.path(), "localhost")),
          tls({certificate}),
          runtime(options, events),
          listener(runtime.listen(TcpEndpoint{"127.0.0.1:0"},
                                  {.tls = implicit_tls ? &tls : nullptr,
                                   .handshake_limit = std::chrono::seconds(60),
                                   .refusal = "421 busy\r\n"},
                                  std::move(handler))) {
        runtime.start();
    }
    ~Site() { runtime.stop(std::chrono::milliseconds(0)); }
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    static RuntimeOptions small() {
        RuntimeOptions options;
        options.loops = 2;
        options.blocking_threads = 1;
        options.hashing_threads = 1;
        return options;
    }
    Client connect() const { return Client(listener.port()); }

    tests::Scratch directory;
    CertificateFiles certificate;
    TlsContext tls;
    RecordedEvents events;
    Runtime runtime;
    Listener& listener;
};

// Echoes lines; "QUIT" ends.
inline Task<void> echo(Stream& stream) {
    for (;;) {
        const Line line = co_await stream.read_line(1000);
        if (line.kind == Line::Kind::end || line.text == "QUIT") co_return;
        if (line.kind == Line::Kind::too_long) {
            stream.write("too long: ");
        }
        stream.write(line.text);
        stream.write(line.bare_line_feed ? "|LF\r\n" : "\r\n");
    }
}

// Runs one task on a loop of its own, on the calling thread; rethrows what it throws.
inline void run(Loop& loop, Task<void> task) {
    std::exception_ptr failure;
    auto wrapped = [](Loop& owner, Task<void> inner) -> Task<void> {
        co_await inner;
        owner.stop();
    }(loop, std::move(task));
    spawn(loop, std::move(wrapped), [&](std::exception_ptr thrown) {
        failure = std::move(thrown);
        loop.stop();
    });
    loop.run();
    if (failure) std::rethrow_exception(failure);
}

}  // namespace postvern::services::net
