#include "records/sql/readers.hpp"

namespace postvern::records::sql {

Readers::Lease Readers::lend() {
    {
        std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto session = std::move(idle_.back());
            idle_.pop_back();
            return {*this, std::move(session)};
        }
    }
    return {*this, std::make_unique<Session>(file_, Access::read_only)};
}

void Readers::close_idle() {
    std::lock_guard lock(mutex_);
    idle_.clear();
}

Readers::Lease::~Lease() {
    if (!session_) return;
    std::lock_guard lock(readers_->mutex_);
    if (readers_->idle_.size() < kKept) readers_->idle_.push_back(std::move(session_));
}

}  // namespace postvern::records::sql
