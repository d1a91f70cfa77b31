#include "compliance/cadence.hpp"

namespace postvern::compliance {

Cadence::Cadence(std::function<Pause()> look) : look_(std::move(look)), thread_([this] { run(); }) {}

Cadence::~Cadence() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Cadence::run() {
    std::unique_lock lock(mutex_);
    do {
        lock.unlock();
        const Pause pause = look_();
        lock.lock();
        wake_.wait_for(lock, pause, [this] { return stopping_; });
    } while (!stopping_);
}

}  // namespace postvern::compliance
