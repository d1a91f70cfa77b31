// Event: a signal that any thread raises and one coroutine on a loop awaits together with input
// (`stream.read_line_or(event)`). Signals coalesce: many before the coroutine looks are one.
//
// The Event itself belongs to its loop's thread. Other threads hold a Notifier, which is
// thread-safe, cheap to copy, and harmless after the Event is gone.
#pragma once

#include <memory>

namespace postvern::services::net {

class Loop;

class Event {
  public:
    explicit Event(Loop& loop);
    ~Event();
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    class Notifier {
      public:
        // Thread-safe. Callable as a std::function<void()>.
        void notify() const;
        void operator()() const { notify(); }

      private:
        friend class Event;
        struct State;
        explicit Notifier(std::shared_ptr<State> state) : state_(std::move(state)) {}
        std::shared_ptr<State> state_;
    };
    Notifier notifier() const { return notifier_; }

    // Thread-safe as long as the Event lives.
    void notify() const { notifier_.notify(); }

    // Whether it was signalled since the last take(); the signal is then spent.
    bool take();

    // Who is told, on the loop's thread, that a signal has come. One at a time.
    class Listener {
      public:
        virtual void on_notified() = 0;

      protected:
        ~Listener() = default;
    };
    void listen(Listener* listener);

  private:
    Notifier notifier_;
};

}  // namespace postvern::services::net
