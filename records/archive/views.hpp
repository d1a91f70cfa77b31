// The published views of the collections that somebody has open. Thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "records/view.hpp"

namespace postvern::records {

class Views {
  public:
    // One open collection. Kept alive by those who watch it.
    class Open {
      public:
        explicit Open(AccountId account) : account_(account) {}
        std::shared_ptr<const View> view() const;
        bool gone() const;

      private:
        friend class Views;
        void wake() const;  // calls those who watch; with mutex_ held
        const AccountId account_;
        mutable std::mutex mutex_;
        std::shared_ptr<const View> view_;  // null while it is loaded
        std::vector<View::Change> waiting_;  // committed while it was loaded
        bool gone_ = false;
        std::uint64_t next_watcher_ = 1;
        std::map<std::uint64_t, std::function<void()>> watchers_;
        std::mutex loading_;  // held by the one who loads
    };

    // Ends a registration.
    class Registration {
      public:
        Registration(std::shared_ptr<Open> open, std::uint64_t watcher)
            : open_(std::move(open)), watcher_(watcher) {}
        Registration(Registration&&) noexcept = default;
        Registration& operator=(Registration&&) = delete;
        ~Registration();
        const Open& collection() const noexcept { return *open_; }

      private:
        std::shared_ptr<Open> open_;
        std::uint64_t watcher_;
    };

    // Opens `collection` of `account`, loading its view by `load` when nobody has it open, and registers
    // `changed`, which is called after each publication and by wake(). `load` reads the committed state; changes committed
    // meanwhile are applied after it. Blocks while another thread loads the same collection.
    Registration watch(AccountId account, CollectionId collection, std::function<void()> changed,
                       const std::function<View()>& load);

    // After a commit, by the writer only, in the order of commits.
    void publish(CollectionId collection, const View::Change& change);
    void publish_gone(CollectionId collection);
    // Whoever watches a collection of `account` looks again: what was permitted may be so no longer.
    void wake(AccountId account);
    // The same for whoever watches anything.
    void wake_all();

  private:
    template <class Concerned>
    void wake_where(const Concerned& concerned);
    std::shared_ptr<Open> find(CollectionId collection);

    std::mutex mutex_;
    std::map<CollectionId, std::weak_ptr<Open>> open_;
};

}  // namespace postvern::records
