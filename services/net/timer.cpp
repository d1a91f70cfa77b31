#include "services/net/timer.hpp"

namespace postvern::services::net {

void Timers::arm(Timer& timer, Clock::time_point due) {
    if (!timer.is_armed()) {
        heap_.push_back(&timer);
        timer.position_ = heap_.size() - 1;
    }
    timer.due_ = due;
    sift_up(timer.position_);
    sift_down(timer.position_);
}

void Timers::cancel(Timer& timer) {
    if (!timer.is_armed()) return;
    const auto position = timer.position_;
    timer.position_ = Timer::kNowhere;
    auto* last = heap_.back();
    heap_.pop_back();
    if (last == &timer) return;
    place(position, last);
    sift_up(position);
    sift_down(last->position_);
}

std::optional<Clock::time_point> Timers::earliest() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.front()->due_;
}

void Timers::expire(Clock::time_point now) {
    while (!heap_.empty() && heap_.front()->due_ <= now) {
        auto& timer = *heap_.front();
        cancel(timer);
        timer.on_expired();
    }
}

void Timers::place(std::size_t position, Timer* timer) {
    heap_[position] = timer;
    timer->position_ = position;
}

void Timers::sift_up(std::size_t position) {
    auto* timer = heap_[position];
    while (position > 0) {
        const auto parent = (position - 1) / 2;
        if (heap_[parent]->due_ <= timer->due_) break;
        place(position, heap_[parent]);
        position = parent;
    }
    place(position, timer);
}

void Timers::sift_down(std::size_t position) {
    auto* timer = heap_[position];
    for (auto child = 2 * position + 1; child < heap_.size(); child = 2 * position + 1) {
        if (child + 1 < heap_.size() && heap_[child + 1]->due_ < heap_[child]->due_) ++child;
        if (timer->due_ <= heap_[child]->due_) break;
        place(position, heap_[child]);
        position = child;
    }
    place(position, timer);
}

}  // namespace postvern::services::net
