// What is told of a mailbox that changed, against a slow reference over whole mailboxes of several runs.
#include "services/imap/differences.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace postvern::services::imap {
namespace {

using records::ItemState;
using records::ModSeq;
using records::Uid;
using records::View;

struct Told {
    std::vector<std::uint32_t> added, removed, reflagged;
    friend bool operator==(const Told&, const Told&) = default;
};

std::map<Uid, std::uint8_t> flags_by_uid(const View& view) {
    std::map<Uid, std::uint8_t> flags;
    for (std::size_t index = 0; index < view.size(); ++index) {
        flags[view[index].uid] = view[index].flags.system;
    }
    return flags;
}

Told slowly(const View& told, const View& current) {
    Told found;
    const auto before = flags_by_uid(told);
    const auto after = flags_by_uid(current);
    for (const auto& [uid, flags] : before) {
        const auto now = after.find(uid);
        if (now == after.end()) {
            found.removed.push_back(records::number(uid));
        } else if (now->second != flags) {
            found.reflagged.push_back(records::number(uid));
        }
    }
    for (const auto& [uid, flags] : after) {
        if (!before.contains(uid)) found.added.push_back(records::number(uid));
    }
    return found;
}

Told quickly(const View& told, const View& current) {
    const auto differences = imap::differences(told, current);
    Told found;
    for (const auto& item : differences.added) found.added.push_back(records::number(item.uid));
    for (const Uid uid : differences.removed) found.removed.push_back(records::number(uid));
    for (const auto& item : differences.reflagged) {
        found.reflagged.push_back(records::number(item.uid));
    }
    return found;
}

ItemState item(std::uint32_t uid, std::uint8_t flags) {
    ItemState state;
    state.uid = Uid{uid};
    state.flags.system = flags;
    return state;
}

// A commit that flags some items, removes some and adds some.
View::Change change_of(const View& view, std::mt19937& random, std::uint64_t modseq) {
    View::Change change;
    auto next = records::number(view.uid_next());
    const auto among = [&](std::size_t share) {
        return std::uniform_int_distribution<std::size_t>(0, share)(random) == 0;
    };
    const std::size_t rarely = among(3) ? 2 : 400;
    for (std::size_t index = 0; index < view.size(); ++index) {
        if (among(rarely)) {
            change.removed.push_back(view[index].uid);
        } else if (among(rarely)) {
            change.upserted.push_back(
                item(records::number(view[index].uid), static_cast<std::uint8_t>(random() % 32)));
        }
    }
    for (auto count = random() % 300; count > 0; --count) change.upserted.push_back(item(next++, 0));
    change.uid_next = Uid{next};
    change.highest_modseq = ModSeq{modseq};
    return change;
}

TEST(Differences, AreThoseOfASlowComparison) {
    std::mt19937 random(20261122);
    std::size_t compared = 0;
    for (int mailbox = 0; mailbox < 20; ++mailbox) {
        std::vector<ItemState> items;
        for (std::uint32_t uid = 1; uid <= random() % 2000; ++uid) items.push_back(item(uid, 0));
        const Uid uid_next{items.empty() ? 1 : records::number(items.back().uid) + 1};
        auto current = std::make_shared<const View>(records::UidValidity{1}, uid_next, ModSeq{1}, items);
        auto told = current;
        for (std::uint64_t commit = 2; commit < 12; ++commit) {
            current = current->after(change_of(*current, random, commit));
            const Told expected = slowly(*told, *current);
            ASSERT_EQ(quickly(*told, *current), expected) << "mailbox " << mailbox << ", " << commit;
            compared += expected.added.size() + expected.removed.size() + expected.reflagged.size();
            if (random() % 2 == 0) told = current;
        }
    }
    EXPECT_GT(compared, 10'000U);
}

TEST(Differences, OfAMailboxThatStayedAreNone) {
    const std::vector<ItemState> items{item(1, 0), item(5, 3)};
    const View view(records::UidValidity{1}, Uid{6}, ModSeq{1}, items);
    EXPECT_EQ(quickly(view, view), Told{});
}

}  // namespace
}  // namespace postvern::services::imap
