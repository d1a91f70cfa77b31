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
            wake_.notify_one();
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
        if (!group.empty()) write(group);
        for (Call& call : calls) call.work();
        run_due();
        lock.lock();
    }
}

void Writer::write(std::vector<Item>& group) {
    try {
        duties_.write(group);
    } catch (...) {
        if (group.size() == 1) {
            group[0].done(std::current_exception());
            return;
        }
        // One bad entry must not take the others with it.
        for (Item& item : group) {
            std::vector<Item> alone;
            alone.push_back(std::move(item));
            write(alone);
        }
        return;
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
