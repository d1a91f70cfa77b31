#include "services/net/event.hpp"

#include <atomic>

#include "services/net/loop.hpp"

namespace postvern::services::net {

struct Event::Notifier::State {
    explicit State(std::shared_ptr<Mailbox> box) : mailbox(std::move(box)) {}

    const std::shared_ptr<Mailbox> mailbox;
    std::atomic<bool> signalled{false};
    Listener* listener = nullptr;  // touched on the loop's thread only
};

Event::Event(Loop& loop) : notifier_(std::make_shared<Notifier::State>(loop.mailbox())) {}

Event::~Event() { listen(nullptr); }

bool Event::take() { return notifier_.state_->signalled.exchange(false); }

void Event::listen(Listener* listener) { notifier_.state_->listener = listener; }

void Event::Notifier::notify() const {
    // Raised already: the letter that goes with it is on its way, or its taker has yet to look.
    if (state_->signalled.exchange(true)) return;
    state_->mailbox->post([state = state_] {
        if (state->listener) state->listener->on_notified();
    });
}

}  // namespace postvern::services::net
