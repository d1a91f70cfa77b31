#include "records/archive.hpp"

#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Resource;
using testing::Test;

std::vector<std::string> paths(const std::vector<Collection>& collections) {
    std::vector<std::string> paths;
    for (const Collection& collection : collections) {
        if (collection.kind == CollectionKind::mailbox) paths.push_back(collection.path);
    }
    return paths;
}

class ArchiveTest : public Test {
  protected:
    CollectionId create(const std::string& path) {
        Answer<CollectionId> answer;
        home.archive.create(home.ask(alice, Action::create_collection, Resource::of(account)), path,
                            CollectionKind::mailbox, CollectionRole::none, answer.done());
        return answer.get();
    }
    std::vector<Uid> mark(CollectionId collection, UidSet uids, FlagChange change) {
        Answer<std::vector<Uid>> answer;
        home.archive.mark(
            home.ask(alice, Action::mark, Resource::of(account, collection, std::move(uids))),
            std::move(change), answer.done());
        return answer.get();
    }
    std::vector<Uid> expunge(CollectionId collection, UidSet uids) {
        Answer<std::vector<Uid>> answer;
        home.archive.expunge(
            home.ask(alice, Action::expunge, Resource::of(account, collection, std::move(uids))),
            answer.done());
        return answer.get();
    }
    Copied move(CollectionId from, UidSet uids, CollectionId to) {
        Answer<Copied> answer;
        home.archive.move(home.ask(alice, Action::move, Resource::of(account, from, std::move(uids))),
                          home.ask(alice, Action::append, Resource::of(account, to)), answer.done());
        return answer.get();
    }
    Copied copy(CollectionId from, UidSet uids, CollectionId to) {
        Answer<Copied> answer;
        home.archive.copy(home.ask(alice, Action::copy, Resource::of(account, from, std::move(uids))),
                          home.ask(alice, Action::append, Resource::of(account, to)), answer.done());
        return answer.get();
    }
    void rename(CollectionId collection, const std::string& path) {
        Answer<std::monostate> answer;
        home.archive.rename(
            home.ask(alice, Action::rename_collection, Resource::of(account, collection)), path,
            answer.done());
        answer.get();
    }
    void remove(CollectionId collection) {
        Answer<std::monostate> answer;
        home.archive.remove(
            home.ask(alice, Action::delete_collection, Resource::of(account, collection)),
            answer.done());
        answer.get();
    }
    std::unique_ptr<Watch> watch(CollectionId collection, std::function<void()> changed = [] {}) {
        return home.archive.watch(
            home.ask(alice, Action::watch, Resource::of(account, collection)), std::move(changed));
    }
    Quota quota() {
        return home.archive.quota(home.ask(alice, Action::list, Resource::of(account)));
    }

    Scratch scratch;
    Household home{scratch, 10'000'000};
    AccountId account = home.add_account("alice@example.org", "correct horse");
    policy::Subject alice = home.sign_in("alice@example.org", "correct horse");
    CollectionId inbox = home.collection(alice, "INBOX");
};

TEST_F(ArchiveTest, NewAccountsHaveTheirMailboxes) {
    EXPECT_EQ(paths(home.collections(alice)), (std::vector<std::string>{"INBOX", "Archive", "Drafts",
                                                                        "Junk", "Sent", "Trash"}));
    EXPECT_EQ(home.collections(alice).size(), 9U);  // a calendar, an address book and files as well
}

TEST_F(ArchiveTest, GivesBackWhatWasDeliveredOctetByOctet) {
    const std::string octets = letter("one", std::string(5'000, 'x') + "\r\n");
    const Placed placed = home.deliver(account, octets);
    EXPECT_EQ(placed.collection, inbox);
    EXPECT_EQ(placed.uid, Uid{1});
    const auto items = home.read(alice, inbox, UidSet::all());
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].content, octets);
    EXPECT_EQ(items[0].state.size, octets.size());
    const SummaryView summary(items[0].summary);
    EXPECT_EQ(summary.envelope().subject, "one");
    EXPECT_EQ(summary.internal_date().seconds, home.now.load());
    EXPECT_EQ(summary.internal_date().zone_minutes, 60);
}

TEST_F(ArchiveTest, GivesBackLargeMessagesOfEverySizeAroundAChunk) {
    constexpr std::size_t kChunk = std::size_t{1} << 20;
    std::vector<std::string> sent;
    for (const std::size_t size : {kChunk - 13, kChunk - 12, kChunk - 11, kChunk, kChunk + 1,
                                   2 * kChunk - 12, 2 * kChunk + 5}) {
        std::string octets = letter("large");
        octets.resize(size, 'y');
        sent.push_back(octets);
        home.deliver(account, octets);
    }
    const auto items = home.read(alice, inbox, UidSet::all(), Fields::content);
    ASSERT_EQ(items.size(), sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) EXPECT_TRUE(items[i].content == sent[i]) << i;
}

TEST_F(ArchiveTest, ReadsOnlyWhatTheGrantCovers) {
    for (int i = 0; i < 200; ++i) home.deliver(account, letter("m" + std::to_string(i)));
    UidSet uids;
    uids.add(2);
    uids.add(5, 130);
    uids.add(199, 4'000'000'000);
    const auto items = home.read(alice, inbox, uids, Fields::summary);
    ASSERT_EQ(items.size(), 1U + 126U + 2U);
    EXPECT_EQ(items.front().state.uid, Uid{2});
    EXPECT_EQ(items[1].state.uid, Uid{5});
    EXPECT_EQ(items.back().state.uid, Uid{200});
}

TEST_F(ArchiveTest, WatchersSeeWhatCommitsDo) {
    std::atomic<int> changes{0};
    const auto open = watch(inbox, [&] { ++changes; });
    EXPECT_EQ(open->view()->size(), 0U);
    home.deliver(account, letter("one"));
    home.deliver(account, letter("two"));
    ASSERT_EQ(open->view()->size(), 2U);
    EXPECT_EQ((*open->view())[1].uid, Uid{2});
    EXPECT_EQ(open->view()->uid_next(), Uid{3});
    mark(inbox, {1}, {FlagChange::Mode::add, SystemFlag::deleted | SystemFlag::seen, {}});
    EXPECT_EQ((*open->view())[0].flags.system, SystemFlag::deleted | SystemFlag::seen);
    const auto before = open->view();
    EXPECT_EQ(expunge(inbox, UidSet::all()), std::vector<Uid>{Uid{1}});
    ASSERT_EQ(open->view()->size(), 1U);
    EXPECT_EQ((*open->view())[0].uid, Uid{2});
    EXPECT_EQ(before->size(), 2U);  // what was seen stays as it was seen
    EXPECT_GT(open->view()->highest_modseq(), before->highest_modseq());
    EXPECT_EQ(changes.load(), 5);  // for each change, and because a purge is due now, which is a fact
}

TEST_F(ArchiveTest, WatchersAreToldWhenFactsOfTheirAccountChange) {
    std::atomic<int> changes{0};
    const auto open = watch(inbox, [&] { ++changes; });
    const AccountId other = home.add_account("bob@example.org", "battery staple");
    const auto disable = [&](AccountId whom) {
        home.accounts.set_state(home.ask(home.staff(), policy::Action::administer_accounts,
                                         Resource::of(whom)),
                                policy::AccountState::disabled);
    };
    disable(other);
    EXPECT_EQ(changes.load(), 0);
    EXPECT_TRUE(open->stands());
    disable(account);
    EXPECT_EQ(changes.load(), 1);
    EXPECT_FALSE(open->stands());
}

TEST_F(ArchiveTest, FlagsAreReplacedAddedAndRemoved) {
    home.deliver(account, letter("one"));
    mark(inbox, {1}, {FlagChange::Mode::replace, SystemFlag::flagged, {"$Work", "later"}});
    mark(inbox, {1}, {FlagChange::Mode::add, SystemFlag::seen, {"LATER"}});
    mark(inbox, {1}, {FlagChange::Mode::remove, SystemFlag::flagged, {"$work", "unheard-of"}});
    const auto names = home.archive.keywords(home.ask(alice, Action::list, Resource::of(account)));
    EXPECT_EQ(names, (std::vector<std::string>{"$Work", "later"}));
    const auto open = watch(inbox);
    const Flags flags = (*open->view())[0].flags;
    EXPECT_EQ(flags.system, SystemFlag::seen);
    EXPECT_EQ(flags.keywords, std::uint64_t{2});
}

TEST_F(ArchiveTest, CopiesCountAgainstTheQuotaAndMovesDoNot) {
    const std::string octets = letter("one", std::string(1'000, 'x'));
    home.deliver(account, octets);
    const CollectionId work = create("Work");
    const Copied copied = copy(inbox, {1}, work);
    EXPECT_EQ(copied.source, std::vector<Uid>{Uid{1}});
    EXPECT_EQ(copied.target, std::vector<Uid>{Uid{1}});
    EXPECT_EQ(quota().used, 2 * octets.size());
    EXPECT_EQ(quota().items, 2U);
    move(inbox, UidSet::all(), work);
    EXPECT_EQ(quota().used, 2 * octets.size());
    EXPECT_TRUE(home.read(alice, inbox, UidSet::all()).empty());
    const auto items = home.read(alice, work, UidSet::all());
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].content, octets);
    EXPECT_EQ(items[1].content, octets);
    mark(work, {1}, {FlagChange::Mode::add, SystemFlag::deleted, {}});
    expunge(work, UidSet::all());
    EXPECT_EQ(home.read(alice, work, UidSet::all()).at(0).content, octets);  // the copy lives on
    EXPECT_EQ(quota().used, octets.size());
}

TEST_F(ArchiveTest, RefusesWhatTheQuotaDoesNotHoldAndTakesItLater) {
    std::string octets = letter("large");
    octets.resize(6'000'000, 'x');
    home.deliver(account, octets);
    EXPECT_THROW(home.deliver(account, octets), OverQuota);
    EXPECT_EQ(quota().used, octets.size());
    mark(inbox, {1}, {FlagChange::Mode::add, SystemFlag::deleted, {}});
    expunge(inbox, UidSet::all());
    EXPECT_EQ(quota().used, 0U);
    EXPECT_EQ(home.deliver(account, octets).uid, Uid{2});  // no UID is given twice
}

TEST_F(ArchiveTest, AddsToSeveralAccountsOrToNone) {
    const AccountId bob = home.add_account("bob@example.org", "battery staple");
    const policy::Subject agent =
        home.gate->admit(policy::DeliveryClaim{}, policy::Channel::lmtp).value();
    const auto add_to_both = [&](std::size_t size) {
        std::string octets = letter("both");
        octets.resize(std::max(octets.size(), size), 'x');
        const auto shared = std::make_shared<const std::string>(octets);
        std::vector<Placement> placements;
        for (const AccountId each : {account, bob}) {
            placements.push_back({home.ask(agent, Action::deliver, Resource::of(each)),
                                  {shared, {home.now, 0}, 0, {}}});
        }
        Answer<std::vector<Placed>> answer;
        home.archive.add(std::move(placements), answer.done());
        return answer.get();
    };
    EXPECT_EQ(add_to_both(0).size(), 2U);
    std::string filler = letter("filler");
    filler.resize(9'000'000, 'x');
    home.deliver(bob, filler);
    EXPECT_THROW(add_to_both(2'000'000), OverQuota);
    EXPECT_EQ(home.read(alice, inbox, UidSet::all()).size(), 1U);  // Alice got nothing either
}

TEST_F(ArchiveTest, CollectionsAreMadeRenamedAndDeleted) {
    create("Work/2026/May");
    EXPECT_THROW(create("Work"), AlreadyExists);
    EXPECT_THROW(create("inbox"), AlreadyExists);
    EXPECT_THROW(create(""), Unacceptable);
    EXPECT_THROW(create("a//b"), Unacceptable);
    EXPECT_THROW(create(std::string(256, 'a')), Unacceptable);
    rename(home.collection(alice, "Work"), "Private/Job");
    EXPECT_EQ(paths(home.collections(alice)),
              (std::vector<std::string>{"INBOX", "Archive", "Drafts", "Junk", "Private",
                                        "Private/Job", "Private/Job/2026", "Private/Job/2026/May",
                                        "Sent", "Trash"}));
    EXPECT_THROW(rename(home.collection(alice, "Private"), "Private/Job/Below"), Unacceptable);
    EXPECT_THROW(remove(inbox), Unacceptable);
    remove(home.collection(alice, "Private/Job"));  // it has children: its name stays
    EXPECT_THROW(remove(home.collection(alice, "Private/Job")), Unacceptable);
    remove(home.collection(alice, "Private/Job/2026/May"));
    EXPECT_THROW(home.collection(alice, "Private/Job/2026/May"), NotFound);
}

TEST_F(ArchiveTest, RenamingTheInboxMovesItsMailAndLeavesItEmpty) {
    home.deliver(account, letter("one"));
    rename(inbox, "Old");
    EXPECT_TRUE(home.read(alice, inbox, UidSet::all()).empty());
    EXPECT_EQ(home.read(alice, home.collection(alice, "Old"), UidSet::all()).size(), 1U);
    EXPECT_EQ(home.deliver(account, letter("two")).collection, inbox);
}

TEST_F(ArchiveTest, ARecreatedCollectionHasAnotherUidValidity) {
    const CollectionId first = create("Lists");
    const auto before = watch(first)->view()->uid_validity();
    remove(first);
    const CollectionId second = create("Lists");
    EXPECT_NE(watch(second)->view()->uid_validity(), before);
}

TEST_F(ArchiveTest, ShowsThatAnOpenCollectionIsGone) {
    const CollectionId lists = create("Lists");
    const auto open = watch(lists);
    remove(lists);
    EXPECT_TRUE(open->gone());
}

TEST_F(ArchiveTest, IsOpenInOneProcessAtATime) {
    EXPECT_THROW(Household{scratch}, Unavailable);
}

TEST(ArchiveRestart, KeepsEverythingAcknowledged) {
    const Scratch scratch;
    {
        Household home(scratch);
        const AccountId account = home.add_account("alice@example.org", "correct horse");
        for (int i = 0; i < 20; ++i) home.deliver(account, letter("m" + std::to_string(i)));
    }
    Household home(scratch);
    const auto alice = home.sign_in("alice@example.org", "correct horse");
    const auto items = home.read(alice, home.collection(alice, "INBOX"), UidSet::all());
    ASSERT_EQ(items.size(), 20U);
    EXPECT_EQ(items[19].content, letter("m19"));
}

TEST_F(ArchiveTest, PurgesTombstonesWhenTheirTimeIsOver) {
    home.deliver(account, letter("one"));
    mark(inbox, {1}, {FlagChange::Mode::add, SystemFlag::deleted, {}});
    expunge(inbox, UidSet::all());
    const auto purge = [&] {
        const auto job = home.gate->admit(
            policy::JobClaim{policy::Job::retention, home.site.house_token()}, policy::Channel::job);
        Answer<std::uint64_t> answer;
        home.archive.purge(
            home.gate->ask_and_wait({*job, Action::purge, Resource::of(account),
                                     policy::Purpose::retention, policy::Channel::job}),
            answer.done());
        return answer.get();
    };
    EXPECT_THROW(purge(), policy::Denied);  // nothing is due yet
    home.now += 90 * 86'400 + 1;
    EXPECT_EQ(home.site.register_().accounts_due(home.now), std::vector<AccountId>{account});
    EXPECT_EQ(purge(), 1U);
    EXPECT_THROW(purge(), policy::Denied);
    EXPECT_TRUE(home.site.register_().accounts_due(home.now).empty());
}

}  // namespace
}  // namespace postvern::records
