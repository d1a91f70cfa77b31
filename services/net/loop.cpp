#include "services/net/loop.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <system_error>
#include <utility>

namespace postvern::services::net {

namespace {

thread_local Loop* current_loop = nullptr;

int checked(int result, const char* what) {
    if (result < 0) throw std::system_error(errno, std::system_category(), what);
    return result;
}

}  // namespace

// --- Mailbox --------------------------------------------------------------------------------

Mailbox::Mailbox() : wake_fd_(checked(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {}

Mailbox::~Mailbox() { ::close(wake_fd_); }

void Mailbox::post(std::function<void()> letter) {
    {
        const std::scoped_lock lock(mutex_);
        if (closed_) return;
        letters_.push_back(std::move(letter));
        if (letters_.size() > 1) return;  // whoever brought the first has woken the loop
    }
    // The loop looks for letters before it waits; only other threads need to wake it.
    if (const auto* here = Loop::current(); here && here->mailbox().get() == this) return;
    wake();
}

void Mailbox::wake() const {
    const std::uint64_t one = 1;
    // The counter is never read (the watch is edge-triggered) and cannot overflow in practice.
    [[maybe_unused]] const auto written = ::write(wake_fd_, &one, sizeof one);
}

std::vector<std::function<void()>> Mailbox::take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(letters_, {});
}

bool Mailbox::has_letters() const {
    const std::scoped_lock lock(mutex_);
    return !letters_.empty();
}

void Mailbox::close() {
    std::vector<std::function<void()>> dropped;  // destroyed after the lock is given back
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    dropped.swap(letters_);
}

// --- Loop -----------------------------------------------------------------------------------

Loop::Loop()
    : epoll_fd_(checked(::epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      mailbox_(std::make_shared<Mailbox>()),
      now_(Clock::now()) {
    epoll_event wake{};
    wake.events = EPOLLIN | EPOLLET;
    checked(::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, mailbox_->wake_fd_, &wake), "epoll_ctl");
}

Loop::~Loop() {
    mailbox_->close();
    ready_.clear();
    while (!tasks_.empty()) {
        const auto task = std::coroutine_handle<>::from_address(*tasks_.begin());
        disown(task);
        task.destroy();
    }
    ::close(epoll_fd_);
}

Loop* Loop::current() { return current_loop; }

void Loop::run() {
    current_loop = this;
    while (!stop_requested_.exchange(false)) {
        wait_for_events();
        timers_.expire(now_);
        run_letters();
        run_ready();
    }
    current_loop = nullptr;
}

void Loop::stop() {
    stop_requested_.store(true);
    mailbox_->wake();
}

void Loop::post(std::function<void()> work) { mailbox_->post(std::move(work)); }

int Loop::wait_limit() const {
    if (!ready_.empty() || mailbox_->has_letters()) return 0;
    const auto due = timers_.earliest();
    if (!due) return -1;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(*due - Clock::now()).count();
    if (wait <= 0) return 0;
    return static_cast<int>(std::min<std::int64_t>(wait, std::numeric_limits<int>::max()));
}

void Loop::wait_for_events() {
    std::array<epoll_event, 256> events;
    const int count =
        ::epoll_wait(epoll_fd_, events.data(), static_cast<int>(events.size()), wait_limit());
    if (count < 0 && errno != EINTR) checked(count, "epoll_wait");
    now_ = Clock::now();
    batch_ = std::span(events).first(static_cast<std::size_t>(std::max(count, 0)));
    for (auto& event : batch_) {
        // Null: the mailbox woke us, or the watcher was removed earlier in this batch.
        if (event.data.ptr) static_cast<Watcher*>(event.data.ptr)->on_ready(event.events);
    }
    batch_ = {};
}

void Loop::run_letters() {
    for (auto& letter : mailbox_->take()) {
        letter();
        letter = nullptr;
    }
}

void Loop::run_ready() {
    // What becomes ready meanwhile waits for the next round, after new events: fairness.
    const auto batch = std::exchange(ready_, {});
    for (const auto handle : batch) handle.resume();
}

void Loop::watch(Watcher& watcher, int fd, std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = &watcher;
    checked(::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
    watcher.next_ = watchers_;
    watcher.previous_ = nullptr;
    if (watchers_) watchers_->previous_ = &watcher;
    watchers_ = &watcher;
}

void Loop::unwatch(Watcher& watcher, int fd) {
    ::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr);
    for (auto& event : batch_) {
        if (event.data.ptr == &watcher) event.data.ptr = nullptr;
    }
    (watcher.previous_ ? watcher.previous_->next_ : watchers_) = watcher.next_;
    if (watcher.next_) watcher.next_->previous_ = watcher.previous_;
    watcher.next_ = watcher.previous_ = nullptr;
}

void Loop::begin_stopping() {
    stopping_ = true;
    for (auto* watcher = watchers_; watcher; watcher = watcher->next_) watcher->on_stopping();
}

void Loop::abort_all() {
    stopping_ = aborting_ = true;
    for (auto* watcher = watchers_; watcher; watcher = watcher->next_) watcher->on_abort();
    while (sleeping_) {
        auto& sleep = *sleeping_;
        timers_.cancel(sleep);
        sleep.on_expired();
    }
}

void Loop::adopt(std::coroutine_handle<> task) { tasks_.insert(task.address()); }

void Loop::disown(std::coroutine_handle<> task) {
    tasks_.erase(task.address());
    task_count_.fetch_sub(1, std::memory_order_relaxed);
}

// --- Sleep ----------------------------------------------------------------------------------

Loop::Sleep::~Sleep() {
    if (is_armed()) leave();
    loop_.timers_.cancel(*this);
}

void Loop::Sleep::await_suspend(std::coroutine_handle<> awaiter) {
    awaiter_ = awaiter;
    next_ = loop_.sleeping_;
    if (next_) next_->previous_ = this;
    loop_.sleeping_ = this;
    loop_.timers_.arm(*this, Clock::now() + duration_);
}

void Loop::Sleep::on_expired() {
    leave();
    loop_.resume_soon(awaiter_);
}

void Loop::Sleep::leave() {
    (previous_ ? previous_->next_ : loop_.sleeping_) = next_;
    if (next_) next_->previous_ = previous_;
    next_ = previous_ = nullptr;
}

}  // namespace postvern::services::net
