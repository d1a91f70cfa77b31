#include "records/view.hpp"

#include <algorithm>

namespace postvern::records {

namespace {

bool before(const ItemState& item, Uid uid) { return item.uid < uid; }

}  // namespace

View::View(UidValidity validity, Uid uid_next, ModSeq highest_modseq,
           std::span<const ItemState> items)
    : validity_(validity), uid_next_(uid_next), highest_modseq_(highest_modseq) {
    append(items);
    count();
}

// Fills chunks from the left; what is shared with an earlier view is copied before it grows.
void View::append(std::span<const ItemState> items) {
    while (!items.empty()) {
        Chunk chunk;
        if (!chunks_.empty() && chunks_.back()->size() < kChunk) {
            chunk = *chunks_.back();
            chunks_.pop_back();
        }
        const std::size_t taken = std::min(kChunk - chunk.size(), items.size());
        chunk.insert(chunk.end(), items.begin(), items.begin() + static_cast<std::ptrdiff_t>(taken));
        chunks_.push_back(std::make_shared<const Chunk>(std::move(chunk)));
        items = items.subspan(taken);
    }
}

void View::count() {
    starts_.assign(1, 0);
    starts_.reserve(chunks_.size() + 1);
    for (const auto& chunk : chunks_) starts_.push_back(starts_.back() + chunk->size());
}

std::shared_ptr<const View> View::after(const Change& change) const {
    auto next = std::shared_ptr<View>(new View(*this));
    next->uid_next_ = change.uid_next;
    next->highest_modseq_ = change.highest_modseq;

    auto upsert = change.upserted.begin();
    auto removal = change.removed.begin();
    for (auto& chunk : next->chunks_) {
        const Uid last = chunk->back().uid;
        const auto upserts = std::find_if(upsert, change.upserted.end(),
                                          [&](const ItemState& item) { return item.uid > last; });
        const auto removals = std::upper_bound(removal, change.removed.end(), last);
        if (upserts == upsert && removals == removal) continue;
        Chunk changed = *chunk;
        for (; upsert != upserts; ++upsert) {
            const auto place = std::lower_bound(changed.begin(), changed.end(), upsert->uid, before);
            if (place != changed.end() && place->uid == upsert->uid) *place = *upsert;
        }
        std::erase_if(changed, [&](const ItemState& item) {
            return std::binary_search(removal, removals, item.uid);
        });
        removal = removals;
        chunk = std::make_shared<const Chunk>(std::move(changed));
    }
    std::erase_if(next->chunks_, [](const auto& chunk) { return chunk->empty(); });
    // What is left is new: above all UIDs that were there.
    next->append({upsert, change.upserted.end()});
    next->count();
    return next;
}

const ItemState& View::operator[](std::size_t index) const noexcept {
    const auto start = std::upper_bound(starts_.begin(), starts_.end(), index) - 1;
    return (*chunks_[static_cast<std::size_t>(start - starts_.begin())])[index - *start];
}

std::size_t View::lower_bound(Uid uid) const noexcept {
    const auto chunk = std::partition_point(chunks_.begin(), chunks_.end(), [&](const auto& each) {
        return each->back().uid < uid;
    });
    if (chunk == chunks_.end()) return size();
    const auto place = std::lower_bound((*chunk)->begin(), (*chunk)->end(), uid, before);
    return starts_[static_cast<std::size_t>(chunk - chunks_.begin())] +
           static_cast<std::size_t>(place - (*chunk)->begin());
}

std::optional<std::size_t> View::find(Uid uid) const noexcept {
    const std::size_t index = lower_bound(uid);
    if (index == size() || (*this)[index].uid != uid) return {};
    return index;
}

}  // namespace postvern::records
