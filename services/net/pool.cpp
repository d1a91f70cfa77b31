#include "services/net/pool.hpp"

namespace postvern::services::net {

Pool::Pool(std::size_t threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work_until_closed(); });
    }
}

Pool::~Pool() {
    {
        const std::scoped_lock lock(mutex_);
        closed_ = true;
    }
    work_or_close_.notify_all();
    for (auto& thread : threads_) thread.join();
}

std::size_t Pool::queued() const {
    const std::scoped_lock lock(mutex_);
    return waiting();
}

void Pool::post(std::function<void()> job, Priority priority) {
    {
        const std::scoped_lock lock(mutex_);
        const bool preferred = priority == Priority::preferred;
        const auto limit = preferred ? queue_limit_ : queue_limit_ - queue_limit_ / 8;
        if (waiting() >= limit) throw Saturated();
        (preferred ? preferred_ : ordinary_).push_back(std::move(job));
    }
    work_or_close_.notify_one();
}

void Pool::work_until_closed() {
    for (;;) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            work_or_close_.wait(lock, [this] { return closed_ || waiting() > 0; });
            if (waiting() == 0) return;
            auto& queue = preferred_.empty() ? ordinary_ : preferred_;
            job = std::move(queue.front());
            queue.pop_front();
        }
        job();
    }
}

}  // namespace postvern::services::net
