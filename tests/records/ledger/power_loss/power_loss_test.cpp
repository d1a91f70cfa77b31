// The power fails at every write. A ledger lives through all that changes its files; after each
// change, and in the middle of each write, what may lie on the disk is laid out anew, with what was
// not yet durable kept, dropped or torn. The ledger opens on it, holds every entry that was
// acknowledged and every leaf that was published, and verifies. POSTVERN_SEED=N in the environment
// repeats a run; POSTVERN_EVERY_WRITE tries more.
#include <gmock/gmock.h>

#include <cstdlib>

#include "compliance/verify/verifier.hpp"
#include "records/ledger/desk.hpp"
#include "records/ledger/tile_name.hpp"
#include "records/ledger/tree_store.hpp"
#include "records/sql/statement.hpp"
#include "tests/records/ledger/house.hpp"
#include "tests/records/ledger/power_loss/disk_journal.hpp"

namespace postvern::records::ledger {
namespace {

namespace fs = std::filesystem;
namespace verify = compliance::verify;
using tests::Unsynced;

// A key store that knows what it held at each point of the journal.
class RememberedKeys final : public LedgerKeys {
  public:
    using Held = std::map<std::string, std::string>;
    RememberedKeys() = default;
    explicit RememberedKeys(Held held) : held_(std::move(held)) {}

    Secret derive(std::string_view purpose) const override {
        return vault::hmac(std::string(32, 'r'), purpose);
    }
    Secret record_key(std::string_view name) override {
        const std::lock_guard lock(mutex_);
        auto& key = held_[std::string(name)];
        if (key.empty()) {
            key = Secret::random(32).view();
            remember();
        }
        return Secret::copy_of(key);
    }
    std::optional<Secret> find_record_key(std::string_view name) const override {
        const std::lock_guard lock(mutex_);
        const auto found = held_.find(std::string(name));
        if (found == held_.end()) return {};
        return Secret::copy_of(found->second);
    }
    void destroy(std::string_view name) override {
        const std::lock_guard lock(mutex_);
        held_.erase(std::string(name));
        remember();
    }
    std::string site_name() const override { return "postvern.00112233445566778899aabbccddeeff"; }

    void follow(const tests::DiskJournal* journal) { journal_ = journal; }
    Held after(std::size_t changes) const {
        const auto later = past_.upper_bound(changes);
        return later == past_.begin() ? Held{} : std::prev(later)->second;
    }

  private:
    void remember() {
        if (journal_ != nullptr) past_[journal_->size()] = held_;
    }
    mutable std::mutex mutex_;
    Held held_;
    std::map<std::size_t, Held> past_;  // by the changes that there were then
    const tests::DiskJournal* journal_ = nullptr;
};

// What was promised once so many changes were made.
struct Promise {
    std::uint64_t entries = 0;
    std::uint64_t leaves = 0;
    std::uint64_t destroyed = 0;  // entries whose keys are gone
    bool opened = false;
};

class PowerLoss : public House {
  protected:
    PowerLoss() {
        const char* given = std::getenv("POSTVERN_SEED");
        seed = given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device()();
        random.seed(seed);
        journal.emplace(directory);
        remembered.follow(&*journal);
    }
    LedgerSettings batches_of(std::uint32_t size) {
        LedgerSettings changed = settings();
        changed.batch_size = size;
        changed.accounts = [] { return std::vector<AccountId>{AccountId{7}, AccountId{8}}; };
        return changed;
    }
    // Takes down what holds from here on.
    template <typename Change>
    void promise(const Change& change) {
        const std::lock_guard lock(promising);
        change(promised);
        promises[journal->size()] = promised;
    }
    void enter(Ledger& ledger, int count, AccountId subject) {
        std::vector<std::promise<void>> done(static_cast<std::size_t>(count));
        for (auto& each : done) {
            ledger.record(act(subject), [&](std::exception_ptr failure) {
                if (!failure) promise([](Promise& due) { ++due.entries; });
                failure ? each.set_exception(failure) : each.set_value();
            });
        }
        for (auto& each : done) each.get_future().get();
    }
    void publish(Ledger& ledger, std::uint32_t count) {
        ledger.publish_now();
        promise([count](Promise& due) { due.leaves += count; });
    }

    // Everything that changes the files of a ledger.
    void live() {
        {
            Ledger ledger(batches_of(254), remembered);
            promise([](Promise& due) { due.opened = true; });
            enter(ledger, 1, AccountId{7});
            enter(ledger, 3, AccountId{8});
            publish(ledger, 254);
        }
        {
            Ledger ledger(batches_of(4), remembered);
            enter(ledger, 5, AccountId{9});
            ledger.tally(access(AccountId{7}));
            ledger.flush_tallies();
            publish(ledger, 4);  // a tile becomes full
            enter(ledger, 1, AccountId{7});
            publish(ledger, 4);
        }
        {
            SiteKeys site(remembered);
            const Anchor anchored(anchor());
            TallyBoard board;
            const LedgerSettings used = settings();
            const Witnesses nobody{Attestors{}};
            Desk desk(used, remembered, site, anchored, board, nobody);
            desk.erase(AccountId{8});
            promise([](Promise& due) { due.destroyed = 3; });
        }
        now += std::int64_t{500} * 86'400;
        Ledger ledger(batches_of(4), remembered);
        enter(ledger, 2, AccountId{7});
        ledger.purge(now);
        promise([](Promise& due) { due.destroyed = 10; });
        publish(ledger, 4);
    }

    // What was promised when no more than the first `changes` were made: of those that a promise
    // follows.
    Promise promised_after(std::size_t changes) const {
        const auto later = promises.upper_bound(changes);
        return later == promises.begin() ? Promise{} : std::prev(later)->second;
    }

    static std::vector<std::string> octets_of(const fs::path& file, const char* question) {
        sql::Connection connection(file, sql::Access::read_only);
        sql::Statement select(connection, question);
        std::vector<std::string> list;
        for (const auto& row : select.query()) list.emplace_back(row.octets(0));
        return list;
    }
    static constexpr const char* kEntries = "SELECT commitment FROM entries ORDER BY sequence";
    static std::vector<std::string> leaves_of(const fs::path& file) {
        sql::Connection connection(file, sql::Access::read_only);
        const TreeStore tree(connection);
        std::vector<std::string> list;
        for (merkle::LeafIndex index = 0; index < tree.size(); ++index) list.push_back(tree.leaf(index));
        return list;
    }

    void expect_sound(const fs::path& place, const RememberedKeys& held, const Promise& due,
                      bool mended) {
        std::string fault;
        LedgerExamination found;
        try {
            found = Ledger::verify(place / "data", place / "keys", held);
            fault = found.fault.value_or("");
        } catch (const std::exception& error) {
            fault = error.what();
        }
        if (fault.empty()) {
            EXPECT_GE(found.entries, due.entries);
            EXPECT_GE(found.leaves, due.leaves);
            EXPECT_GE(found.destroyed, due.destroyed);
            EXPECT_EQ(found.opened + found.destroyed, found.entries);
            return;
        }
        ASSERT_FALSE(mended) << fault;
        // Not begun yet; or tiles that had none before, and are not served without their
        // checkpoint.
        if (due.opened) {
            EXPECT_EQ(fault, "tiles/checkpoint: is missing");
        }
    }

    void expect_recovered(const tests::DiskState& state, std::size_t changes, const Promise& due) {
        const fs::path place = elsewhere.path() / "state";
        state.write_to(place);
        RememberedKeys held(remembered.after(changes));
        expect_sound(place, held, due, false);
        LedgerSettings there = batches_of(4);
        there.data_directory = place / "data";
        there.keys_directory = place / "keys";
        try {
            const Ledger ledger(there, held);
            EXPECT_EQ(ledger.standing_fault(), std::nullopt);
        } catch (const std::exception& error) {
            FAIL() << "refused: " << error.what();
        }
        expect_sound(place, held, due, true);
        const fs::path file = place / "data" / "ledger.db";
        const auto leaves_now = leaves_of(file);
        for (const auto& [held_now, whole] : {std::pair(octets_of(file, kEntries), &entries),
                                         std::pair(leaves_now, &leaves)}) {
            EXPECT_LE(held_now.size(), whole->size());
            EXPECT_TRUE(std::equal(held_now.begin(), held_now.end(), whole->begin()));
        }
        if (!leaves_now.empty()) {
            const auto key = verify::parse_key(SiteKeys(held).signer().verifier_key());
            EXPECT_EQ(verify::check_tiles(place / "data" / "tiles", key).checkpoint.size,
                      leaves_now.size());
        }
    }

    unsigned seed;
    std::mt19937 random;
    const tests::Scratch elsewhere;
    std::optional<tests::DiskJournal> journal;
    RememberedKeys remembered;
    std::mutex promising;
    Promise promised;
    std::map<std::size_t, Promise> promises;   // by the changes that there were then
    std::vector<std::string> entries, leaves;  // as they became
};

TEST_F(PowerLoss, AtEveryWriteLosesNothingThatWasGranted) {
    SCOPED_TRACE("POSTVERN_SEED=" + std::to_string(seed));
    const tests::NoSyncs no_syncs;
    live();
    journal->end();
    entries = octets_of(database(), kEntries);
    leaves = leaves_of(database());
    ASSERT_EQ(entries.size(), 14U) << "and two daily heads";
    ASSERT_EQ(leaves.size(), 266U);
    ASSERT_EQ(Ledger::verify(data, keys_directory, remembered).fault, std::nullopt);

    const int mixtures = std::getenv("POSTVERN_EVERY_WRITE") != nullptr ? 8 : 1;
    std::set<tests::DiskState> seen;
    const auto lay_out = [&](std::size_t changes, Unsynced unsynced, std::size_t cut,
                             const char* how) {
        auto state = journal->after(changes, unsynced, random, cut);
        // Nothing was promised that a write which did not end made true.
        const Promise due = promised_after(cut == std::string::npos ? changes : changes - 1);
        // Only new ones; but the same files with other keys, or more that was promised, are new.
        state.directories.insert(std::to_string(due.entries) + " entries");
        state.directories.insert(std::to_string(remembered.after(changes).size()) + " keys");
        const auto [known, fresh] = seen.insert(state);
        if (!fresh) return;
        auto laid = *known;
        std::erase_if(laid.directories,
                      [](const std::string& name) { return name.find(' ') != std::string::npos; });
        SCOPED_TRACE("after " + std::to_string(changes) + " of " +
                     std::to_string(journal->changes().size()) + " changes, " + how);
        expect_recovered(laid, changes, due);
    };
    const auto last = journal->changes().size();
    for (std::size_t changes = 0; changes <= last && !HasFailure(); ++changes) {
        lay_out(changes, Unsynced::kept, std::string::npos, "all kept");
        lay_out(changes, Unsynced::dropped, std::string::npos, "what was not durable dropped");
        for (int i = 0; i < mixtures; ++i)
            lay_out(changes, Unsynced::mixed, std::string::npos, "mixed");
        if (changes == 0 || journal->changes()[changes - 1].kind != tests::Change::Kind::write)
            continue;
        const std::size_t length = journal->changes()[changes - 1].octets.size();
        for (int i = 0; i < mixtures; ++i)
            lay_out(changes, Unsynced::kept, random() % length, "the last write cut short");
        if (length > 512)
            lay_out(changes, Unsynced::kept, 512 * (random() % (length / 512)),
                    "the last write cut at a sector");
    }
    std::cout << last << " changes, " << seen.size() << " different states\n";
}

}  // namespace
}  // namespace postvern::records::ledger
