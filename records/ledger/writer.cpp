#include "records/ledger/writer.hpp"

#include <algorithm>
#include <future>
#include <memory>

#include "records/errors.hpp"

namespace postvern::records::ledger {

using std::chrono::steady_clock;

Writer::Writer(Duties duties) : duties_(std::move(duties)) {
    const auto now = steady_clock::now();
    for (const Duty& duty : duties_.timed) timed_.push_back({duty, now + duty.every});
    thread_ = std::thread([this] { loop(); });
}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Writer::add(Item item) {
    {
        const std::lock_guard lock(mutex_);
        if (items_.size() < kMostWaiting) {
            items_.push_back(std::move(item));
            if (items_.size() >= needed_) wake_.notify_one();
            return;
        }
    }
    item.done(std::make_exception_ptr(Unavailable("too many entries wait for the access record")));
}

void Writer::run(std::function<void()> work) {
    // Shared: std::function must be copyable, a task is not.
    const auto task = std::make_shared<std::packaged_task<void()>>(std::move(work));
    auto ended = task->get_future();
    {
        const std::lock_guard lock(mutex_);
        calls_.push_back({[task] { (*task)(); }, items_.size()});
    }
    wake_.notify_one();
    ended.get();
}

void Writer::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait_until(lock, next_due(), [this] {
            return stopping_ || !items_.empty() || !calls_.empty();
        });
        await_callers(lock);
        std::vector<Item> group;
        while (!items_.empty() && group.size() < kGroup) {
            group.push_back(std::move(items_.front()));
            items_.pop_front();
        }
        std::vector<Call> calls;
        for (Call& call : calls_) call.after -= std::min(call.after, group.size());
        while (!calls_.empty() && calls_.front().after == 0) {
            calls.push_back(std::move(calls_.front()));
            calls_.pop_front();
        }
        if (stopping_ && group.empty() && calls.empty()) return;
        lock.unlock();
        if (!group.empty()) write_group(group);
        for (Call& call : calls) call.work();
        run_due();
        lock.lock();
    }
}

// Who was just answered mostly asks again at once: were the group to begin with the first of them, the others
// would wait for a whole commit more. So it waits for as many as there lately were, for an eighth of a
// commit at most.
void Writer::await_callers(std::unique_lock<std::mutex>& lock) {
    if (items_.empty() || items_.size() >= callers_) return;
    needed_ = std::min(callers_, kGroup);
    wake_.wait_for(lock, std::min<steady_clock::duration>(took_ / 8, kPatience), [this] {
        return stopping_ || !calls_.empty() || items_.size() >= needed_;
    });
    needed_ = 1;
}

void Writer::write_group(std::span<Item> group) {
    const auto begin = steady_clock::now();
    write(group);
    took_ = steady_clock::now() - begin;
}

void Writer::write(std::span<Item> group) {
    try {
        duties_.write(group);
    } catch (...) {
        if (group.size() == 1) {
            group[0].done(std::current_exception());
            return;
        }
        // One bad entry must not take the others with it.
        write(group.first(group.size() / 2));
        write(group.subspan(group.size() / 2));
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        callers_ = group.size() + items_.size();
    }
    for (Item& item : group) item.done(nullptr);
}

void Writer::run_due() {
    const auto now = steady_clock::now();
    for (Timed& timed : timed_) {
        if (timed.due > now) continue;
        timed.due = std::max(timed.due + timed.duty.every, now);  // a fixed cadence, no bursts
        try {
            timed.duty.run();
        } catch (...) {
            // The duty keeps account of its failures; the thread must live on for entries.
            continue;
        }
    }
}

steady_clock::time_point Writer::next_due() const {
    auto next = steady_clock::now() + std::chrono::hours(1);
    for (const Timed& timed : timed_) next = std::min(next, timed.due);
    return next;
}

}  // namespace postvern::records::ledger
