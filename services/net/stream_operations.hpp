// The awaiters of a Stream: one class per operation, each living in the awaiting coroutine's frame.
// Included by stream.hpp; protocol code uses them through Stream only.
#pragma once

#include "services/net/stream.hpp"

namespace postvern::services::net {

// An operation is attempted at once; where it would wait, the stream keeps a pointer to it and
// attempts it again after each event, until it is done or has failed.
class Stream::Operation {
  public:
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

    bool await_ready();
    void await_suspend(std::coroutine_handle<> awaiter);

  protected:
    explicit Operation(Stream& stream) : stream_(stream) {}
    ~Operation() { stream_.forget(*this); }
    void rethrow_failure() {
        if (failure_) std::rethrow_exception(failure_);
    }
    // Attempts the operation outside an event of the socket; resumes the awaiter when done.
    void retry() { stream_.advance(this); }

    Stream& stream_;

  private:
    friend class Stream;
    // Whether it is done. May throw: the operation then ends with that exception.
    virtual bool advance() = 0;
    virtual bool writes() const { return false; }
    virtual bool reads_line() const { return false; }
    void attempt() noexcept;
    void end_with(std::exception_ptr failure);

    std::coroutine_handle<> awaiter_;
    std::exception_ptr failure_;
    bool done_ = false;
};

class Stream::ReadLine final : public Operation, private Event::Listener {
  public:
    ReadLine(Stream& stream, Event* event, std::size_t limit)
        : Operation(stream), event_(event), limit_(limit) {}
    ~ReadLine();
    void await_suspend(std::coroutine_handle<> awaiter);
    Line await_resume();

  private:
    bool advance() override;
    bool reads_line() const override { return true; }
    void on_notified() override { retry(); }

    Event* event_;
    std::size_t limit_;
    Line line_;
};

class Stream::ReadExactly final : public Operation {
  public:
    ReadExactly(Stream& stream, std::uint64_t octets, Sink sink)
        : Operation(stream), left_(octets), sink_(std::move(sink)) {}
    void await_resume() { rethrow_failure(); }

  private:
    bool advance() override;

    std::uint64_t left_;
    Sink sink_;
};

class Stream::ReadSome final : public Operation {
  public:
    explicit ReadSome(Stream& stream) : Operation(stream) {}
    std::string_view await_resume() {
        rethrow_failure();
        return stream_.input_.view();
    }

  private:
    bool advance() override;
};

class Stream::Drain final : public Operation {
  public:
    Drain(Stream& stream, std::size_t high_water) : Operation(stream), high_water_(high_water) {}
    void await_resume() { rethrow_failure(); }

  private:
    bool advance() override;
    bool writes() const override { return true; }

    std::size_t high_water_;
};

class Stream::Handshake final : public Operation {
  public:
    explicit Handshake(Stream& stream) : Operation(stream) {}
    void await_resume() { rethrow_failure(); }

  private:
    bool advance() override;
};

}  // namespace postvern::services::net
