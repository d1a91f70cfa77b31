#include "records/ledger/sealer.hpp"

#include <algorithm>

namespace postvern::records::ledger {

Sealer::Sealer(const Secret& index_key) : index_key_(index_key), thread_([this] { loop(); }) {}

Sealer::~Sealer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

SealedEntry Sealer::sealed(const Unsealed& entry) const {
    return seal_entry(entry.record, index_key_, entry.key_id, *entry.key);
}

void Sealer::seal(std::span<const Unsealed> group, const std::function<void(const SealedEntry&)>& take) {
    if (group.size() < kShared) {
        for (const Unsealed& entry : group) take(sealed(entry));
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        group_ = group;
        next_ = 0;
        end_ = group.size();
        sealed_.resize(group.size());
        failure_ = nullptr;
    }
    wake_.notify_one();
    try {
        for (auto slice = take_front(); !slice.empty(); slice = take_front()) {
            for (const Unsealed& entry : slice) take(sealed(entry));
        }
    } catch (...) {
        withdraw();
        throw;
    }
    withdraw();
    // The other thread rests: what it made is this thread's now.
    if (failure_) std::rethrow_exception(failure_);
    for (std::size_t at = end_; at < sealed_.size(); ++at) take(sealed_[at]);
    sealed_.clear();
}

std::span<const Sealer::Unsealed> Sealer::take_front() {
    const std::lock_guard lock(mutex_);
    const std::size_t begin = next_;
    next_ += std::min(kSlice, end_ - next_);
    return group_.subspan(begin, next_ - begin);
}

void Sealer::withdraw() {
    std::unique_lock lock(mutex_);
    next_ = end_;
    rest_.wait(lock, [this] { return !is_sealing_; });
    group_ = {};
}

void Sealer::loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [this] { return stopping_ || next_ < end_; });
        if (stopping_) return;
        seal_last(lock);
        rest_.notify_one();
    }
}

void Sealer::seal_last(std::unique_lock<std::mutex>& lock) {
    const std::size_t end = end_;
    end_ -= std::min(kSlice, end_ - next_);
    const std::size_t begin = end_;
    const auto group = group_;
    is_sealing_ = true;
    lock.unlock();
    std::exception_ptr failure;
    try {
        for (std::size_t at = begin; at < end; ++at) sealed_[at] = sealed(group[at]);
    } catch (...) {
        failure = std::current_exception();
    }
    lock.lock();
    is_sealing_ = false;
    if (failure) {
        failure_ = failure;
        next_ = end_;
    }
}

}  // namespace postvern::records::ledger
