#include "services/net/stream_operations.hpp"

#include <algorithm>

namespace postvern::services::net {

// --- any operation --------------------------------------------------------------------------

bool Stream::Operation::await_ready() {
    attempt();
    return done_ && !stream_.owes_a_turn();
}

void Stream::Operation::await_suspend(std::coroutine_handle<> awaiter) {
    awaiter_ = awaiter;
    if (done_) {
        stream_.loop_.resume_soon(awaiter);
    } else {
        stream_.begin_waiting(*this);
    }
}

void Stream::Operation::attempt() noexcept {
    try {
        stream_.check_alive();
        done_ = advance();
    } catch (...) {
        end_with(std::current_exception());
    }
}

void Stream::Operation::end_with(std::exception_ptr failure) {
    failure_ = std::move(failure);
    done_ = true;
}

// --- reading --------------------------------------------------------------------------------

Stream::ReadLine::~ReadLine() {
    if (event_) event_->listen(nullptr);
}

void Stream::ReadLine::await_suspend(std::coroutine_handle<> awaiter) {
    if (event_) event_->listen(this);
    Operation::await_suspend(awaiter);
}

bool Stream::ReadLine::advance() {
    for (;;) {
        if (const auto found = stream_.input_.next_line(limit_)) {
            line_ = {.kind = found->too_long ? Line::Kind::too_long : Line::Kind::text,
                     .text = found->text,
                     .last = found->last,
                     .bare_line_feed = found->bare_line_feed};
            stream_.line_begun_at_ = Clock::time_point::max();
            return true;
        }
        if (event_ && event_->take()) {
            line_.kind = Line::Kind::notified;
            return true;
        }
        if (stream_.has_buffered_input() && stream_.line_begun_at_ == Clock::time_point::max()) {
            stream_.line_begun_at_ = stream_.loop_.now();
            stream_.arm_timer();
        }
        const auto filled = stream_.fill();
        if (filled == Fill::ended) return true;  // line_ says end
        if (filled == Fill::blocked) {
            if (stream_.loop_.is_stopping()) throw Stopping();
            return false;
        }
    }
}

Line Stream::ReadLine::await_resume() {
    rethrow_failure();
    return line_;
}

bool Stream::ReadExactly::advance() {
    while (left_ > 0) {
        const auto piece = stream_.input_.view();
        if (piece.empty()) {
            const auto filled = stream_.fill();
            if (filled == Fill::blocked) return false;
            if (filled == Fill::ended)
                throw ConnectionLost("the peer left within a counted transfer");
            continue;
        }
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, piece.size()));
        sink_(std::span(piece.data(), size));
        stream_.input_.consume(size);
        left_ -= size;
    }
    return true;
}

bool Stream::ReadSome::advance() {
    return stream_.has_buffered_input() || stream_.fill() != Fill::blocked;
}

// --- writing and TLS ------------------------------------------------------------------------

bool Stream::Drain::advance() {
    if (stream_.unsent() <= high_water_) return true;
    stream_.pump_output();
    return stream_.unsent() <= high_water_;
}

bool Stream::Handshake::advance() {
    switch (stream_.transport_.handshake()) {
        case Transport::Status::moved:
            return true;
        default:
            return false;
    }
}

}  // namespace postvern::services::net
