// Seals entries; those of a large group on two threads: while the caller's seals from the front and writes down what is
// sealed, one of its own seals from the end, until they meet. seal() is for one thread at a time.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "records/ledger/private_record.hpp"
#include "records/ledger/sealed_entry.hpp"

namespace postvern::records::ledger {

class Sealer {
  public:
    struct Unsealed {
        PrivateRecord record;  // with its tag
        std::int64_t key_id;   // the record key's number in the directory
        std::shared_ptr<const Secret> key;
    };

    // From so many on a group is shared: below, waking the other thread costs more than it saves.
    static constexpr std::size_t kShared = 128;

    // `index_key` is borrowed.
    explicit Sealer(const Secret& index_key);
    ~Sealer();
    Sealer(const Sealer&) = delete;
    Sealer& operator=(const Sealer&) = delete;

    // Calls `take` with each of the group, sealed, in their order and on the caller's thread. Throws what seal_entry() and
    // `take` throw; nothing of the group is used any more then.
    void seal(std::span<const Unsealed> group, const std::function<void(const SealedEntry&)>& take);

  private:
    // What a thread takes at a time.
    static constexpr std::size_t kSlice = 16;

    SealedEntry sealed(const Unsealed& entry) const;
    // The front of what is left, empty when nothing is.
    std::span<const Unsealed> take_front();
    void loop();
    void seal_last(std::unique_lock<std::mutex>& lock);
    // Leaves nothing to the other thread, and waits until it has let go of the group.
    void withdraw();

    const Secret& index_key_;
    std::mutex mutex_;
    std::condition_variable wake_, rest_;
    // Of the group, under the mutex: what neither thread has taken is from next_ to end_.
    std::span<const Unsealed> group_;
    std::size_t next_ = 0, end_ = 0;
    bool is_sealing_ = false;  // the thread of its own
    bool stopping_ = false;
    std::exception_ptr failure_;  // of that thread
    std::vector<SealedEntry> sealed_;  // by that thread: from end_ on, when it rests
    std::thread thread_;
};

}  // namespace postvern::records::ledger
