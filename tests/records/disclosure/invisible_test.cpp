// A hold changes nothing that its account's owner, the house's lists or a backup's size show: the same story with and without.
#include <sstream>

#include "records/backup.hpp"
#include "records/ledger.hpp"
#include "tests/records/disclosure/disclosed_house.hpp"

namespace postvern::records {
namespace {

using policy::Action;
using policy::Purpose;
using policy::Resource;

enum class Hold { none, everything };

// What was shown on the way, line by line.
class Story {
  public:
    explicit Story(Hold hold) : hold_(hold) {}

    std::string tell() {
        house_.put_key();
        for (int i = 0; i < 20; ++i, home_.now += 3'600) deliver(letter("m" + std::to_string(i)));
        deliver(letter("large", std::string(3'000'000, 'z') + "\r\n"));
        // The request is the same in both; the hold is the difference.
        HoldScope scope;
        scope.account = alice_;
        scope.arrivals = true;
        if (hold_ == Hold::everything) {
            house_.hold(scope);
        } else {
            house_.preserving(alice_);
        }
        for (int i = 0; i < 5; ++i) deliver(letter("after " + std::to_string(i)));
        show("before");
        expunge({3, 4, 5, 21});
        show("expunged");
        remove_folder();
        home_.now += 91 * kDaySeconds;
        out_ << "due " << home_.site.register_().accounts_due(home_.now).size() << " purged "
             << house_.purge(alice_) << '\n';
        show("purged");
        back_up();
        house_.erase(alice_);
        out_ << "closed, purged " << house_.purge(alice_) << '\n';
        house_.sweep(bob_);
        for (const char* table : {"items", "objects", "summaries", "tombstones", "doomed",
                                  "collections", "accounts", "addresses", "keywords"}) {
            rows(table);
        }
        list_accounts();
        back_up();
        return out_.str();
    }

  private:
    policy::Subject owner() { return home_.sign_in("alice@example.org", "correct horse"); }

    void deliver(const std::string& octets) {
        const Placed placed = home_.deliver(alice_, octets);
        out_ << "placed " << number(placed.uid) << ' ' << number(placed.uid_validity) << '\n';
    }
    void expunge(const UidSet& uids) {
        const auto by = owner();
        const auto inbox = home_.collection(by, "INBOX");
        const auto watch = home_.archive.watch(
            home_.ask(by, Action::watch, Resource::of(alice_, inbox)), [this] { ++changes_; });
        house_.delete_all(by, inbox, uids);
        out_ << "changes " << changes_ << " modseq " << number(watch->view()->highest_modseq()) << '\n';
    }
    void remove_folder() {
        const auto by = owner();
        const auto inbox = home_.collection(by, "INBOX");
        const auto archive = home_.collection(by, "Archive");
        Answer<Copied> moved;
        home_.archive.move(home_.ask(by, Action::move, Resource::of(alice_, inbox, {6, 7})),
                           home_.ask(by, Action::append, Resource::of(alice_, archive)), moved.done());
        moved.get();
        Answer<std::monostate> removed;
        home_.archive.remove(home_.ask(by, Action::delete_collection, Resource::of(alice_, archive)),
                             removed.done());
        removed.get();
        show("folder removed");
    }
    void show(const char* when) {
        house_.sweep(bob_);
        const auto by = owner();
        home_.site.vault().finish_sealing();
        const Quota quota = home_.archive.quota(home_.ask(by, Action::list, Resource::of(alice_)));
        out_ << when << ": " << quota.used << ' ' << quota.limit << ' ' << quota.items << '\n';
        for (const Collection& each : home_.collections(by)) {
            out_ << each.path << ' ' << each.items << ' ' << each.unseen << ' ' << each.deleted << ' '
                 << each.octets << ' ' << number(each.uid_next) << ' ' << number(each.highest_modseq) << '\n';
            if (each.kind != CollectionKind::mailbox) continue;
            for (const Item& item : home_.read(by, each.id, UidSet::all())) {
                out_ << number(item.state.uid) << ' ' << number(item.state.modseq) << ' '
                     << std::hash<std::string>()(item.content) << '\n';
            }
        }
        for (const auto& act : home_.site.ledger().entries(
                 home_.ask(by, Action::export_, Resource::of(alice_), Purpose::subject_rights), {})) {
            out_ << act.operation << ' ' << act.moment << '\n';
        }
        list_accounts();
    }
    void list_accounts() {
        for (const auto& each : home_.accounts.list(
                 home_.ask(home_.staff(), Action::list_accounts, Resource::site()))) {
            if (each.id != alice_) continue;  // Bob's grows as time is passed
            out_ << "account " << static_cast<int>(each.state) << ' ' << each.used << ' ' << each.items << '\n';
        }
    }
    void rows(const std::string& table) {
        auto reader = home_.site.store().reader();
        const std::string bobs = table == "items" || table == "tombstones" || table == "objects" ||
                                         table == "summaries"
                                     ? " that are not Bob's"
                                     : "";
        static std::vector<std::string> texts;  // statements are found by the address of their text
        texts.reserve(64);
        texts.push_back("SELECT count(*) FROM " + table);
        const auto all = *reader(texts.back().c_str()).integer();
        const auto his = *reader("SELECT items FROM accounts WHERE id = ?").integer(bob_);
        out_ << table << bobs << ' ' << (bobs.empty() || table == "tombstones" ? all : all - his) << '\n';
    }
    void back_up() {
        const auto directory = scratch_.path() / ("copy" + std::to_string(++copies_));
        records::back_up(home_.site, *home_.gate,
                         home_.ask(home_.staff(), Action::backup, Resource::site(), Purpose::backup),
                         directory);
        for (const char* file : {"content/content.db", "keys/keys.db"}) {
            out_ << file << ' ' << std::filesystem::file_size(directory / file) << '\n';
        }
    }

    const Hold hold_;
    Scratch scratch_;
    DisclosedHouse house_{scratch_};
    Household& home_ = house_.home;
    AccountId alice_ = home_.add_account("alice@example.org", "correct horse");
    AccountId bob_ = home_.add_account("bob@example.org", "battery staple");
    std::ostringstream out_;
    int changes_ = 0;
    int copies_ = 0;
};

TEST(AHold, ChangesNothingThatIsShown) {
    const std::string without = Story(Hold::none).tell();
    const std::string with = Story(Hold::everything).tell();
    EXPECT_EQ(with, without);
    EXPECT_NE(without.find("closed, purged"), std::string::npos);
}

}  // namespace
}  // namespace postvern::records
