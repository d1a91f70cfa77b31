#include "records/archive.hpp"

#include <algorithm>

#include "records/archive/item_rows.hpp"
#include "records/archive/state.hpp"

namespace postvern::records {

Archive::Archive(Store& store, Vault& vault, policy::Gate& gate)
    : state_(new State{store, vault, gate}) {
    store.serve(gate);
}

Archive::~Archive() = default;

void Archive::State::require(const policy::Grant& grant,
                             std::initializer_list<policy::Action> actions) const {
    const bool honoured = std::any_of(actions.begin(), actions.end(), [&](policy::Action action) {
        return gate.honours(grant, action);
    });
    if (!honoured) throw policy::Denied(policy::Decision{});
}

namespace {

// The grant's watch on an open collection.
class OpenCollection final : public Watch {
  public:
    OpenCollection(policy::Gate& gate, policy::Grant grant, Views::Registration registration)
        : gate_(gate), grant_(std::move(grant)), registration_(std::move(registration)) {}

    std::shared_ptr<const View> view() const override { return registration_.collection().view(); }
    bool stands() const override { return gate_.still_stands(grant_); }
    bool gone() const override { return registration_.collection().gone(); }

  private:
    policy::Gate& gate_;
    const policy::Grant grant_;
    Views::Registration registration_;
};

View load_view(sql::Readers::Lease& reader, AccountId account, CollectionId collection) {
    sql::Transaction snapshot(reader.connection(), sql::Transaction::Kind::read);
    auto& head = reader(
        "SELECT uid_validity, uid_next, highest_modseq FROM collections"
        " WHERE id = ? AND account = ? AND selectable = 1");
    auto rows = head.query(collection, account);
    const auto row = rows.next();
    if (!row) throw NotFound("no such collection");
    const UidValidity validity{static_cast<std::uint32_t>(row->integer(0))};
    const Uid uid_next{static_cast<std::uint32_t>(row->integer(1))};
    const ModSeq modseq{static_cast<std::uint64_t>(row->integer(2))};

    std::vector<ItemState> items;
    auto& select = reader(
        "SELECT uid, modseq, flags, keywords, size, day, object FROM items"
        " WHERE collection = ? ORDER BY uid");
    for (const auto& item : select.query(collection)) items.push_back(read_item(item));
    return {validity, uid_next, modseq, items};
}

}  // namespace

std::unique_ptr<Watch> Archive::watch(policy::Grant&& grant, std::function<void()> changed) {
    policy::Grant held = std::move(grant);
    state_->require(held, {policy::Action::watch});
    const AccountId account = held.resource().account;
    const CollectionId collection = held.resource().collection;
    auto registration = state_->store.views().watch(account, collection, std::move(changed), [&] {
        auto reader = state_->store.reader();
        return load_view(reader, account, collection);
    });
    return std::make_unique<OpenCollection>(state_->gate, std::move(held),
                                            std::move(registration));
}

}  // namespace postvern::records
