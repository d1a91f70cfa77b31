#include "services/imap/differences.hpp"

#include <span>
#include <utility>

namespace postvern::services::imap {

namespace {

// A place among the items of a view.
class Cursor {
  public:
    explicit Cursor(const records::View& view) : view_(view) { enter(); }

    bool at_end() const { return run_ == view_.runs(); }
    const records::ItemState& item() const { return items_[place_]; }
    void next() {
        if (++place_ == items_.size()) next_run();
    }
    void next_run() {
        ++run_;
        enter();
    }
    // Both stand before the same memory: nothing in it differs.
    bool shares_run_with(const Cursor& other) const {
        return place_ == 0 && other.place_ == 0 && items_.data() == other.items_.data();
    }

  private:
    void enter() {
        place_ = 0;
        if (!at_end()) items_ = view_.run(run_);
    }

    const records::View& view_;
    std::size_t run_ = 0;
    std::size_t place_ = 0;
    std::span<const records::ItemState> items_;
};

}  // namespace

Differences differences(const records::View& told, const records::View& current) {
    Differences found;
    Cursor now(current);
    for (Cursor then(told); !then.at_end();) {
        if (!now.at_end() && then.shares_run_with(now)) {
            then.next_run();
            now.next_run();
            continue;
        }
        const auto& before = then.item();
        // Items are in ascending order of UIDs in both, and new ones come after all that were told.
        if (now.at_end() || now.item().uid != before.uid) {
            found.removed.push_back(before.uid);
        } else {
            if (now.item().flags != before.flags) found.reflagged.push_back(now.item());
            now.next();
        }
        then.next();
    }
    for (; !now.at_end(); now.next()) found.added.push_back(now.item());
    return found;
}

ViewPointer with_removals_held_back(const ViewPointer& told, const Differences& found,
                                    const records::View& current) {
    records::View::Change change{found.reflagged, {}, current.uid_next(), current.highest_modseq()};
    change.upserted.insert(change.upserted.end(), found.added.begin(), found.added.end());
    return told->after(change);
}

}  // namespace postvern::services::imap
