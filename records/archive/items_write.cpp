// Archive: calls that change items.
#include <algorithm>
#include <array>

#include "records/archive/held_objects.hpp"
#include "records/archive/item_rows.hpp"
#include "records/archive/keywords.hpp"
#include "records/archive/state.hpp"
#include "records/archive/stored_object.hpp"

namespace postvern::records {

using policy::Action;
using policy::Grant;

namespace {

// A sealed message on its way into a collection.
struct Addition {
    SealedObject object;
    CollectionId collection = policy::kNoCollection;  // none: the INBOX
    std::uint8_t system_flags = 0;
    std::vector<SealedKeyword> keywords;
    std::optional<MailedPaper> once;
};

// Whether a paper of a case lies in the mailbox already: the mark is made with the message or not at all.
bool is_repeated(Commit& commit, const Addition& addition) {
    if (!addition.once) return false;
    return commit("INSERT OR IGNORE INTO case_mail (legal_case, paper) VALUES (?, ?)")
               .run(addition.once->legal_case, addition.once->paper) == 0;
}

Placed place(Commit& commit, Vault& vault, const Addition& addition) {
    const SealedObject& object = addition.object;
    const CollectionRow collection =
        addition.collection == policy::kNoCollection
            ? find_inbox(commit, object.account)
            : find_collection(commit, object.account, addition.collection);
    // Nobody keeps a notice of the house out by filling the mailbox.
    if (addition.once) {
        use_beyond_quota(commit, object.account, object.size, 1);
    } else {
        use_quota(commit, object.account, object.size, 1);
    }
    insert_object(commit, object);
    keep_arrival(commit, vault, object, DataClass::mail);
    const Flags flags{addition.system_flags,
                      keyword_bits(commit, object.account, addition.keywords)};
    const Uid uid = insert_item(
        commit, collection, {Uid{}, flags, ModSeq{}, object.size, object.id, object.day});
    return {collection.id, collection.uid_validity, uid};
}

}  // namespace

void Archive::add(std::vector<Placement> placements, Done<std::vector<Placed>> done) {
    // shared: the objects live until the writer is done with them
    auto additions = std::make_shared<std::vector<Addition>>();
    std::string summary;
    const std::string* summarised = nullptr;  // one message for several accounts is parsed once
    for (Placement& placement : placements) {
        const Grant grant = std::move(placement.grant);
        state_->require(grant, {Action::deliver, Action::append});
        const std::string& octets = *placement.item.octets;
        if (octets.size() > state_->store.settings().largest_item) {
            throw Unacceptable("the message is larger than this server takes");
        }
        if (&octets != summarised) {
            summary = serialize(summarize(octets, placement.item.date));
            summarised = &octets;
        }
        const AccountId account = grant.resource().account;
        Addition addition;
        addition.object = seal_message(state_->store, state_->vault, account, octets,
                                       placement.item.date, summary);
        addition.collection = grant.resource().collection;
        addition.system_flags = placement.item.system_flags;
        addition.once = placement.once;
        addition.keywords = seal_keywords(state_->vault, grant, placement.item.keywords);
        additions->push_back(std::move(addition));
    }
    placements.clear();
    for (Addition& addition : *additions) stage_large(state_->store, addition.object);

    state_->store.write<std::vector<Placed>>(
        [additions, &vault = state_->vault](Commit& commit) {
            std::vector<Placed> placed;
            for (const Addition& addition : *additions) {
                placed.push_back(is_repeated(commit, addition) ? Placed{} : place(commit, vault, addition));
            }
            return placed;
        },
        [&store = state_->store, additions, done = std::move(done)](Outcome<std::vector<Placed>> out) {
            if (out.index() == 1) {
                for (const Addition& addition : *additions) {
                    if (addition.object.part_count > 1) abandon_staged(store, addition.object.id);
                }
            }
            done(std::move(out));
        });
}

void Archive::mark(Grant&& grant, FlagChange change, Done<std::vector<Uid>> done) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::mark});
    auto keywords = seal_keywords(state_->vault, held, change.keywords);
    state_->store.write<std::vector<Uid>>(
        [resource = held.resource(), change = std::move(change),
         keywords = std::move(keywords)](Commit& commit) {
            const CollectionRow collection =
                find_collection(commit, resource.account, resource.collection);
            const bool may_add = change.mode != FlagChange::Mode::remove;
            const std::uint64_t bits =
                may_add ? keyword_bits(commit, resource.account, keywords)
                        : known_keyword_bits(commit, resource.account, keywords);
            std::vector<Uid> existing;
            std::vector<Flagging> changes;
            for (const ItemState& item : find_items(commit, collection.id, resource.items)) {
                existing.push_back(item.uid);
                Flags flags = item.flags;
                switch (change.mode) {
                    case FlagChange::Mode::replace:
                        flags = {change.system, bits};
                        break;
                    case FlagChange::Mode::add:
                        flags.system |= change.system;
                        flags.keywords |= bits;
                        break;
                    case FlagChange::Mode::remove:
                        flags.system &= static_cast<std::uint8_t>(~change.system);
                        flags.keywords &= ~bits;
                        break;
                }
                if (flags != item.flags) changes.push_back({item, flags});
            }
            update_flags(commit, collection, changes);
            return existing;
        },
        std::move(done));
}

void Archive::copy(Grant&& from, Grant&& to, Done<Copied> done) {
    const Grant source = std::move(from);
    const Grant target = std::move(to);
    state_->require(source, {Action::copy});
    state_->require(target, {Action::append});
    if (source.resource().account != target.resource().account) {
        throw policy::Denied(policy::Decision{});
    }
    state_->store.write<Copied>(
        [from_ = source.resource(), to_ = target.resource()](Commit& commit) {
            find_collection(commit, from_.account, from_.collection);
            const CollectionRow into = find_collection(commit, to_.account, to_.collection);
            Copied copied{into.uid_validity, {}, {}};
            std::uint64_t octets = 0;
            const auto items = find_items(commit, from_.collection, from_.items);
            for (const ItemState& item : items) octets += item.size;
            use_quota(commit, to_.account, octets, items.size());
            for (const ItemState& item : items) {
                commit("UPDATE objects SET refs = refs + 1 WHERE id = ?").run(item.object);
                copied.source.push_back(item.uid);
                copied.target.push_back(insert_item(commit, into, item));
            }
            return copied;
        },
        std::move(done));
}

void Archive::move(Grant&& from, Grant&& to, Done<Copied> done) {
    const Grant source = std::move(from);
    const Grant target = std::move(to);
    state_->require(source, {Action::move});
    state_->require(target, {Action::append});
    if (source.resource().account != target.resource().account) {
        throw policy::Denied(policy::Decision{});
    }
    state_->store.write<Copied>(
        [&store = state_->store, from_ = source.resource(), to_ = target.resource()](Commit& commit) {
            const CollectionRow out = find_collection(commit, from_.account, from_.collection);
            const CollectionRow into = find_collection(commit, to_.account, to_.collection);
            return move_items(commit, out, into, from_.items, store.now());
        },
        std::move(done));
}

void Archive::expunge(Grant&& grant, Done<std::vector<Uid>> done) {
    const Grant held = std::move(grant);
    state_->require(held, {Action::expunge});
    state_->store.write<std::vector<Uid>>(
        [&store = state_->store, resource = held.resource()](Commit& commit) {
            const CollectionRow collection =
                find_collection(commit, resource.account, resource.collection);
            auto items = find_items(commit, collection.id, resource.items);
            std::erase_if(items, [](const ItemState& item) {
                return (item.flags.system & SystemFlag::deleted) == 0;
            });
            delete_items(commit, collection, items, Leaving::account, store.now());
            std::vector<Uid> uids;
            for (const ItemState& item : items) uids.push_back(item.uid);
            return uids;
        },
        [&store = state_->store, done = std::move(done)](Outcome<std::vector<Uid>> outcome) {
            if (outcome.index() == 0 && !std::get<0>(outcome).empty()) sweep_doomed(store);
            done(std::move(outcome));
        });
}

}  // namespace postvern::records
