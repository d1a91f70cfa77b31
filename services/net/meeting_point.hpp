// MeetingPoint: where an outcome and the one who waits for it meet, whichever comes first. Thread-safe.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

#include "services/net/completion.hpp"

namespace postvern::services::net {

template <class T>
class MeetingPoint {
  public:
    void arrive(Outcome<T> outcome) {
        {
            const std::lock_guard lock(mutex_);
            if (!waiting_) {
                outcome_ = std::move(outcome);
                return;
            }
        }
        waiting_(std::move(outcome));
    }
    void wait(Completion<T> done) {
        {
            const std::lock_guard lock(mutex_);
            if (!outcome_) {
                waiting_ = std::move(done);
                return;
            }
        }
        done(std::move(*outcome_));
    }

  private:
    std::mutex mutex_;
    std::optional<Outcome<T>> outcome_;
    Completion<T> waiting_;
};

}  // namespace postvern::services::net
