// The one thread that writes ledger.db. Gathers what waits into one transaction (group commit), runs
// timed duties between, and whatever else must happen on its thread. Thread-safe.
//
// INVARIANT: every item's `done` is called exactly once; on the writer's thread, or on the caller's when
// the writer takes nothing more.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "records/ledger/private_record.hpp"

namespace postvern::records::ledger {

class Writer {
  public:
    struct Item {
        PrivateRecord record;
        std::function<void(std::exception_ptr)> done;
        AccountId subject = policy::kNoAccount;  // whom the record's pseudonym stands for
    };
    struct Duty {
        std::chrono::milliseconds every;
        std::function<void()> run;  // a failure is tried again at its next time
    };
    struct Duties {
        // Writes a group durably, or throws and has written none of it.
        std::function<void(std::span<Item>)> write;
        std::vector<Duty> timed;
    };

    // Items in one group, and items that may wait.
    static constexpr std::size_t kGroup = 4096;
    static constexpr std::size_t kMostWaiting = 65'536;
    // How long a group that has begun may wait for more.
    static constexpr std::chrono::milliseconds kPatience{2};

    explicit Writer(Duties duties);
    // Writes what waits, then ends the thread.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Hands in one item; Unavailable goes to its `done` when too many wait.
    void add(Item item);

    // Runs `work` on the writer's thread after what was handed in before, waits for its end, and throws
    // what it throws. Not for the writer's own thread.
    void run(std::function<void()> work);

  private:
    struct Timed {
        Duty duty;
        std::chrono::steady_clock::time_point due;
    };
    struct Call {
        std::function<void()> work;
        std::size_t after;  // items that are written first
    };

    void loop();
    void await_callers(std::unique_lock<std::mutex>& lock);
    void write_group(std::span<Item> group);
    void write(std::span<Item> group);
    void run_due();
    std::chrono::steady_clock::time_point next_due() const;

    Duties duties_;
    std::vector<Timed> timed_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Item> items_;
    std::deque<Call> calls_;
    bool stopping_ = false;
    std::size_t needed_ = 1;  // items for which the writer is to be woken
    // When the latest group was durable, used by the writer's thread only: items in it and waiting, and how
    // long it took.
    std::size_t callers_ = 0;
    std::chrono::steady_clock::duration took_{};
    std::thread thread_;
};

}  // namespace postvern::records::ledger
