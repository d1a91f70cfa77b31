#include "services/net/stream.hpp"

#include <sys/epoll.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace postvern::services::net {

namespace {

// After so many operations in a row that needed no waiting, others on the loop get their turn.
constexpr unsigned kTurnsInARow = 64;
constexpr std::size_t kFirstOutput = 1024;
// Sent octets are cut off the front of the output when they are so many.
constexpr std::size_t kSentToCut = 65'536;
constexpr auto kLastFlush = std::chrono::seconds(10);
constexpr auto kLinger = std::chrono::seconds(2);

}  // namespace

Stream::Stream(Loop& loop, FileDescriptor socket, Peer peer)
    : loop_(loop),
      transport_(std::move(socket)),
      peer_(peer),
      reference_(SessionReference::random()),
      progress_at_(loop.now()) {
    loop_.watch(*this, transport_.fd(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET);
}

Stream::~Stream() {
    loop_.timers().cancel(*this);
    loop_.unwatch(*this, transport_.fd());
}

// --- operations -----------------------------------------------------------------------------

Stream::ReadLine Stream::read_line(std::size_t limit) { return ReadLine(*this, nullptr, limit); }

Stream::ReadLine Stream::read_line_or(Event& event, std::size_t limit) {
    return ReadLine(*this, &event, limit);
}

Stream::ReadExactly Stream::read_exactly(std::uint64_t octets, Sink sink) {
    return ReadExactly(*this, octets, std::move(sink));
}

Stream::ReadSome Stream::read_some() { return ReadSome(*this); }

Stream::Drain Stream::drain(std::size_t high_water) { return Drain(*this, high_water); }

Stream::Drain Stream::flush() { return Drain(*this, 0); }

void Stream::write(std::string_view octets) {
    if (lost_) return;  // the next operation will say so
    if (output_.capacity() < kFirstOutput) output_.reserve(std::max(kFirstOutput, octets.size()));
    output_.append(octets);
}

Task<PlaintextAhead> Stream::start_tls(const TlsContext& context, Duration limit) {
    const auto outer_deadline = deadline_;
    deadline_ = std::min(outer_deadline, Clock::now() + limit);
    const auto ahead = has_buffered_input() ? PlaintextAhead::discarded : PlaintextAhead::none;
    input_.clear();
    co_await flush();
    transport_.begin_tls(context);
    co_await Handshake(*this);
    readable_ = writable_ = true;
    deadline_ = outer_deadline;
    co_return ahead;
}

Task<void> Stream::close() {
    try {
        set_deadline(kLastFlush);
        co_await flush();
        transport_.end_writing();
        // Closing with input unread would reset the connection and might destroy the last reply
        // on its way: read to the end, for a moment.
        set_deadline(kLinger);
        while (!(co_await read_some()).empty()) input_.clear();
    } catch (const ConnectionEnded&) {
        lost_ = true;
    }
}

// --- limits ---------------------------------------------------------------------------------

void Stream::set_idle_timeout(Duration timeout, std::uint64_t least_progress) {
    idle_timeout_ = timeout;
    least_progress_ = least_progress;
    arm_timer();
}

void Stream::set_line_timeout(Duration timeout) {
    line_timeout_ = timeout;
    arm_timer();
}

void Stream::set_deadline(Duration span) {
    deadline_ = Clock::now() + span;
    arm_timer();
}

void Stream::clear_deadline() { deadline_ = Clock::time_point::max(); }

void Stream::note_progress(std::size_t octets) {
    moved_ += octets;
    if (moved_ < least_progress_) return;
    moved_ = 0;
    progress_at_ = loop_.now();
}

Clock::time_point Stream::due() const {
    auto due = std::min(deadline_, progress_at_ + idle_timeout_);
    const bool in_line = reading_ && reading_->reads_line();
    if (in_line && line_begun_at_ != Clock::time_point::max()) {
        due = std::min(due, line_begun_at_ + line_timeout_);
    }
    return due;
}

// The timer may be armed for an earlier moment than what is due by then: it looks again when it
// expires, so that progress costs nothing.
void Stream::arm_timer() {
    if (!reading_ && !writing_) return;
    const auto moment = due();
    if (!is_armed() || moment < Timer::due()) loop_.timers().arm(*this, moment);
}

void Stream::on_expired() {
    if (!reading_ && !writing_) return;
    if (due() > loop_.now()) return arm_timer();
    end_operations(std::make_exception_ptr(TimedOut()));
}

// --- events ---------------------------------------------------------------------------------

void Stream::on_ready(std::uint32_t events) {
    constexpr std::uint32_t kGone = EPOLLERR | EPOLLHUP;
    // TLS may need to read in order to write, and the reverse.
    readable_ |= is_tls() || (events & (EPOLLIN | EPOLLRDHUP | kGone));
    writable_ |= is_tls() || (events & (EPOLLOUT | kGone));
    peer_ended_ |= (events & (EPOLLRDHUP | kGone)) != 0;
    if (writing_) {
        advance(writing_);
    } else {
        send_what_is_due();
    }
    if (reading_) advance(reading_);
    if (reading_) release_idle_buffers();
}

void Stream::on_stopping() {
    if (reading_ && reading_->reads_line()) advance(reading_);
}

void Stream::on_abort() {
    lost_ = true;
    end_operations(std::make_exception_ptr(ConnectionLost("the server closed the connection")));
}

Stream::Fill Stream::fill() {
    if (!readable_) return Fill::blocked;
    const auto space = input_.space();
    Transport::Moved moved{};
    try {
        moved = transport_.read(space);
    } catch (const ConnectionLost&) {
        lost_ = true;
        throw;
    }
    if (moved.status == Transport::Status::ended) return Fill::ended;
    if (moved.status == Transport::Status::blocked) {
        readable_ = false;
        return Fill::blocked;
    }
    input_.filled(moved.octets);
    note_progress(moved.octets);
    // epoll(7): a short read of a plain socket has emptied it. TLS is read until it would block,
    // and a socket whose peer ended is read until it says so.
    if (!is_tls() && moved.octets < space.size() && !peer_ended_) readable_ = false;
    return Fill::more;
}

void Stream::pump_output() {
    while (unsent() > 0 && writable_) {
        try {
            const auto moved = transport_.write({output_.data() + sent_, unsent()});
            writable_ = moved.status == Transport::Status::moved;
            sent_ += moved.octets;
            note_progress(moved.octets);
        } catch (const ConnectionLost&) {
            lost_ = true;
            throw;
        }
    }
    if (unsent() == 0 || sent_ >= kSentToCut) {
        output_.erase(0, sent_);
        sent_ = 0;
    }
}

// Outside a write operation nobody can be told of a failure: the next operation will be.
void Stream::send_what_is_due() noexcept {
    if (lost_ || unsent() == 0) return;
    try {
        pump_output();
    } catch (const ConnectionLost&) {
        output_.clear();
        sent_ = 0;
    }
}

// Only while a read waits: until then a line that was returned still points into the input.
void Stream::release_idle_buffers() {
    input_.release_if_empty();
    if (output_.empty()) std::string().swap(output_);
}

bool Stream::owes_a_turn() {
    if (++turns_ < kTurnsInARow) return false;
    turns_ = 0;
    return true;
}

void Stream::check_alive() const {
    if (lost_) throw ConnectionLost("the connection is gone");
}

// --- waiting operations ---------------------------------------------------------------------

void Stream::advance(Operation* operation) {
    if (operation != reading_ && operation != writing_) return;  // done already
    operation->attempt();
    if (!operation->done_) return;
    forget(*operation);
    loop_.resume_soon(operation->awaiter_);
}

void Stream::begin_waiting(Operation& operation) {
    auto& place = operation.writes() ? writing_ : reading_;
    if (place) throw std::logic_error("two coroutines wait for one direction of a stream");
    place = &operation;
    turns_ = 0;
    moved_ = 0;
    progress_at_ = loop_.now();
    if (!operation.writes()) send_what_is_due();
    if (reading_) release_idle_buffers();
    arm_timer();
    if (lost_) advance(&operation);
}

void Stream::forget(Operation& operation) {
    if (reading_ == &operation) reading_ = nullptr;
    if (writing_ == &operation) writing_ = nullptr;
}

void Stream::end_operations(const std::exception_ptr& failure) {
    for (auto* operation : {reading_, writing_}) {
        if (!operation) continue;
        operation->end_with(failure);
        forget(*operation);
        loop_.resume_soon(operation->awaiter_);
    }
}

}  // namespace postvern::services::net
