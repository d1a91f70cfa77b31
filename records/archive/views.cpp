#include "records/archive/views.hpp"

namespace postvern::records {

namespace {

// Whether a view that was loaded from disk after the commit of `change` shows a later commit. Changes of
// one and the same commit may be applied again: in their order they lead to the same state.
bool is_older(const View::Change& change, const View& view) {
    return change.highest_modseq < view.highest_modseq();
}

}  // namespace

std::shared_ptr<const View> Views::Open::view() const {
    std::lock_guard lock(mutex_);
    return view_;
}

bool Views::Open::gone() const {
    std::lock_guard lock(mutex_);
    return gone_;
}

void Views::Open::wake() const {
    for (const auto& [id, changed] : watchers_) changed();
}

Views::Registration::~Registration() {
    if (!open_) return;
    std::lock_guard lock(open_->mutex_);
    open_->watchers_.erase(watcher_);
}

Views::Registration Views::watch(AccountId account, CollectionId collection,
                                 std::function<void()> changed, const std::function<View()>& load) {
    std::shared_ptr<Open> open;
    {
        std::lock_guard lock(mutex_);
        std::erase_if(open_, [](const auto& entry) { return entry.second.expired(); });
        auto& known = open_[collection];
        open = known.lock();
        if (!open) known = open = std::make_shared<Open>(account);
    }
    std::lock_guard loading(open->loading_);
    if (open->view() == nullptr) {
        // From here on the writer's changes wait in the entry. The load may have seen some of them.
        auto view = std::make_shared<const View>(load());
        std::lock_guard lock(open->mutex_);
        for (const View::Change& change : open->waiting_) {
            if (!is_older(change, *view)) view = view->after(change);
        }
        open->waiting_.clear();
        open->view_ = std::move(view);
    }
    std::lock_guard lock(open->mutex_);
    const std::uint64_t watcher = open->next_watcher_++;
    open->watchers_.emplace(watcher, std::move(changed));
    return {open, watcher};
}

void Views::publish(CollectionId collection, const View::Change& change) {
    const auto open = find(collection);
    if (!open) return;
    std::lock_guard lock(open->mutex_);
    if (open->view_ == nullptr) {
        open->waiting_.push_back(change);
        return;
    }
    if (is_older(change, *open->view_)) return;
    open->view_ = open->view_->after(change);
    open->wake();
}

void Views::publish_gone(CollectionId collection) {
    const auto open = find(collection);
    if (!open) return;
    std::lock_guard lock(open->mutex_);
    open->gone_ = true;
    open->wake();
}

void Views::wake(AccountId account) {
    wake_where([&](const Open& open) { return open.account_ == account; });
}

void Views::wake_all() {
    wake_where([](const Open&) { return true; });
}

template <class Concerned>
void Views::wake_where(const Concerned& concerned) {
    std::vector<std::shared_ptr<Open>> all;
    {
        std::lock_guard lock(mutex_);
        for (const auto& [collection, known] : open_) {
            auto open = known.lock();
            if (open && concerned(*open)) all.push_back(std::move(open));
        }
    }
    for (const auto& open : all) {
        std::lock_guard lock(open->mutex_);
        open->wake();
    }
}

std::shared_ptr<Views::Open> Views::find(CollectionId collection) {
    std::lock_guard lock(mutex_);
    const auto known = open_.find(collection);
    return known == open_.end() ? nullptr : known->second.lock();
}

}  // namespace postvern::records
