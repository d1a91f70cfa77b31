// The life of an account, through the control socket of a running daemon and, the same, with the
// daemon stopped.
#include <unistd.h>

#include <optional>

#include "tests/services/control/site.hpp"
#include "tests/printed.hpp"

namespace postvern::services::control {

namespace {

using ::testing::TestWithParam;

enum class Server { running, stopped };
void PrintTo(Server server, std::ostream* out) {
    tests::print(server == Server::running ? "running" : "stopped", out);
}

class Account : public TestWithParam<Server> {
  protected:
    Account() : code_(site_.add_alice()) { open(); }

    // The house of the daemon; with it stopped, one for as long as the returned handle lives.
    void open() {
        if (GetParam() == Server::running) daemon_.emplace(site_);
    }
    bool signs_in_with(const std::string& password) {
        if (daemon_) return signs_in(daemon_->house(), password);
        house::House house(site_.configuration().house());
        return signs_in(house, password);
    }
    void deliver_some(int count) {
        std::optional<house::House> own;
        if (!daemon_) own.emplace(site_.configuration().house());
        for (int i = 0; i < count; ++i) {
            deliver(daemon_ ? daemon_->house() : *own, "number " + std::to_string(i));
        }
    }

    ScratchSite site_;
    const std::string code_;
    std::optional<Daemon> daemon_;
};

std::string lines(std::initializer_list<std::string> secrets) {
    std::string text;
    for (const std::string& secret : secrets) text += secret + '\n';
    return text;
}

TEST_P(Account, IsListedAndShownWithWhatItHolds) {
    deliver_some(2);
    const Ran shown = site_.json({"account", "show", kAlice});
    EXPECT_EQ(shown.code, 0) << shown.out;
    EXPECT_EQ(shown.member("state"), "open");
    EXPECT_EQ(shown.number("items"), 2u);
    EXPECT_NE(site_.tool({"account", "list"}).out.find(std::string(kAlice) + "  open  2 items"),
              std::string::npos);
}

TEST_P(Account, IsNotMadeTwice) {
    const Ran again = site_.tool({"account", "add", kAlice}, lines({"another password"}));
    EXPECT_EQ(again.code, 1);
    EXPECT_TRUE(again.out.empty());
    EXPECT_EQ(again.err.find("recovery"), std::string::npos);
    EXPECT_TRUE(signs_in_with(kPassword));
}

TEST_P(Account, HasAQuotaThatCanBeChanged) {
    EXPECT_EQ(site_.tool({"account", "quota", kAlice, "4096"}).code, 0);
    EXPECT_EQ(site_.json({"account", "show", kAlice}).number("limit"), 4096u);
    EXPECT_EQ(site_.tool({"account", "quota", kAlice, "much"}).code, 2);
    EXPECT_EQ(site_.tool({"account", "quota", kAlice, "-1"}).code, 2);
}

TEST_P(Account, TakesAliasesAndGivesThemBack) {
    EXPECT_EQ(site_.tool({"account", "alias", "add", kAlice, "a.b@example.org"}).code, 0);
    EXPECT_EQ(site_.json({"account", "show", "a.b@example.org"}).code, 0);
    EXPECT_EQ(site_.tool({"account", "alias", "add", kAlice, "a.b@example.org"}).code, 1);
    EXPECT_EQ(site_.tool({"account", "alias", "remove", kAlice, kAlice}).code, 1)
        << "the primary one";
    EXPECT_EQ(site_.tool({"account", "alias", "remove", kAlice, "a.b@example.org"}).code, 0);
    EXPECT_EQ(site_.json({"account", "show", "a.b@example.org"}).code, 1);
}

TEST_P(Account, ChangesItsPasswordByTheOldOne) {
    EXPECT_EQ(
        site_.tool({"account", "password", kAlice}, lines({kPassword, "new pass phrase"})).code, 0);
    EXPECT_FALSE(signs_in_with(kPassword));
    EXPECT_TRUE(signs_in_with("new pass phrase"));
}

TEST_P(Account, ChangesItsPasswordByTheRecoveryCode) {
    const Ran changed =
        site_.json({"account", "password", kAlice}, lines({code_, "new pass phrase"}));
    ASSERT_EQ(changed.code, 0) << changed.out;
    EXPECT_TRUE(signs_in_with("new pass phrase"));
    EXPECT_FALSE(signs_in_with(code_)) << "it is used up";
    EXPECT_TRUE(signs_in_with(changed.member("recovery_code")));
}

TEST_P(Account, MakesANewRecoveryCodeForItsOwner) {
    EXPECT_EQ(site_.tool({"account", "recovery-code", kAlice}, lines({"wrong"})).code, 1);
    const Ran app = site_.tool({"account", "app-password", kAlice}, lines({kPassword}));
    const Ran refused = site_.tool({"account", "recovery-code", kAlice},
                                   lines({app.out.substr(0, app.out.find('\n'))}));
    EXPECT_EQ(refused.code, 1);
    EXPECT_TRUE(signs_in_with(code_)) << "nothing was changed yet";

    const Ran made = site_.json({"account", "recovery-code", kAlice}, lines({kPassword}));
    ASSERT_EQ(made.code, 0) << made.out;
    const std::string code = made.member("recovery_code");
    EXPECT_FALSE(signs_in_with(code_)) << "the one before has ended";
    EXPECT_TRUE(signs_in_with(code));
    EXPECT_TRUE(signs_in_with(kPassword));
    const Ran used =
        site_.tool({"account", "password", kAlice}, lines({code, "new pass phrase"}));
    EXPECT_EQ(used.code, 0) << used.err;
    EXPECT_TRUE(signs_in_with("new pass phrase"));
    const Ran help = site_.tool({"account", "recovery-code", "--help"});
    EXPECT_NE(help.out.find("Asks for: \"Password\""), std::string::npos) << help.out;
}

TEST_P(Account, KeepsItsPasswordFromTheHoldersOfAppPasswords) {
    const Ran made = site_.tool({"account", "app-password", kAlice}, lines({kPassword}));
    ASSERT_EQ(made.code, 0) << made.err;
    const std::string app = made.out.substr(0, made.out.find('\n'));
    const Ran refused = site_.tool({"account", "password", kAlice}, lines({app, "new pass phrase"}));
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("an app password changes no credentials"), std::string::npos)
        << refused.err;
    EXPECT_EQ(site_.tool({"account", "app-password", kAlice}, lines({app})).code, 1);
    EXPECT_TRUE(signs_in_with(kPassword));
    EXPECT_TRUE(signs_in_with(app));
}

TEST_P(Account, KeepsItsPasswordWhenTheOldOneIsWrong) {
    const Ran refused =
        site_.tool({"account", "password", kAlice}, lines({"wrong", "new pass phrase"}));
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.err, "postvern: the address or the password is not right\n");
    EXPECT_TRUE(signs_in_with(kPassword));
}

TEST_P(Account, StartsAnewOnlyWhenThatIsConfirmedAndThenSaysWhatIsLost) {
    deliver_some(3);
    const Ran first = site_.json({"account", "password", kAlice, "--new-keys", "--yes"},
                                 lines({"brand new phrase"}));
    ASSERT_EQ(first.code, 0) << first.out;
    EXPECT_EQ(first.number("unreadable_items"), 3u);
    EXPECT_NE(first.member("recovery_code"), code_);
    EXPECT_TRUE(signs_in_with("brand new phrase"));
    EXPECT_FALSE(signs_in_with(kPassword));
    EXPECT_FALSE(signs_in_with(code_));
    EXPECT_EQ(site_.json({"account", "show", kAlice}).number("items"), 0u);
    EXPECT_NE(site_.tool({"ledger", "show", "--account", kAlice}).out.find("administer_accounts"),
              std::string::npos);
}

TEST_P(Account, MakesAppPasswordsForItsOwnerAlone) {
    EXPECT_EQ(site_.tool({"account", "app-password", kAlice}, lines({"wrong"})).code, 1);
    const Ran made =
        site_.tool({"account", "app-password", kAlice, "--label", "phone", "--count", "2"},
                   lines({kPassword}));
    ASSERT_EQ(made.code, 0) << made.err;
    const std::string first = made.out.substr(0, made.out.find('\n'));
    EXPECT_EQ(made.out.size(), 2 * (first.size() + 1)) << "each alone on a line";
    EXPECT_TRUE(signs_in_with(first));
    const Ran ended =
        site_.json({"account", "app-password", kAlice, "--revoke-all"}, lines({kPassword}));
    EXPECT_EQ(ended.number("revoked"), 2u);
    EXPECT_FALSE(signs_in_with(first));
}

TEST_P(Account, IsDisabledAndEnabled) {
    EXPECT_EQ(site_.tool({"account", "disable", kAlice}).code, 0);
    EXPECT_EQ(site_.json({"account", "show", kAlice}).member("state"), "disabled");
    EXPECT_EQ(
        site_.tool({"account", "password", kAlice}, lines({kPassword, "new pass phrase"})).code, 1)
        << "while it rests nothing changes";
    EXPECT_EQ(site_.tool({"account", "enable", kAlice}).code, 0);
    EXPECT_EQ(
        site_.tool({"account", "password", kAlice}, lines({kPassword, "new pass phrase"})).code, 0);
}

TEST_P(Account, IsDeletedForGood) {
    EXPECT_EQ(site_.tool({"account", "delete", kAlice, "--yes"}).code, 0);
    EXPECT_FALSE(signs_in_with(kPassword));
    EXPECT_EQ(site_.tool({"account", "show", kAlice}).code, 1);
    EXPECT_NE(site_.tool({"ledger", "show"}).out.find("administer_accounts"), std::string::npos)
        << "that somebody of the house did it is still told";
    EXPECT_EQ(site_.tool({"ledger", "verify"}).code, 0);
}

TEST_P(Account, OfAnUnknownAddressIsRefusedPlainly) {
    const Ran refused = site_.tool({"account", "disable", "nobody@example.org"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("no account has the address nobody@example.org"), std::string::npos);
}

TEST_P(Account, ActsAreInTheAccessRecordWhichIsSound) {
    ASSERT_EQ(site_.tool({"account", "quota", kAlice, "4096"}).code, 0);
    const Ran shown = site_.tool({"ledger", "show"});
    EXPECT_EQ(shown.code, 0);
    EXPECT_NE(shown.out.find("an operator ("), std::string::npos);
    EXPECT_NE(shown.out.find("ISP-52.operators-administer-accounts"), std::string::npos);
    const Ran sound = site_.json({"ledger", "verify"});
    EXPECT_EQ(sound.code, 0) << sound.out;
    EXPECT_GT(sound.number("entries"), 1u);
    const std::string key = site_.json({"ledger", "head"}).member("verifier_key");
    EXPECT_EQ(site_.tool({"ledger", "verify", "--key", key}).code, 0);
}

INSTANTIATE_TEST_SUITE_P(Tool, Account, ::testing::Values(Server::running, Server::stopped),
                         [](const auto& server) {
                             return server.param == Server::running ? "WhileItRuns"
                                                                    : "WhileItIsStopped";
                         });

TEST(Tool, SaysThatThereIsNoSiteYet) {
    const ScratchSite site;
    const Ran refused = site.tool({"account", "list"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("there is no site yet"), std::string::npos) << refused.err;
}

TEST(Tool, AsksBeforeItDeletesAndDoesNothingWithoutAnAnswer) {
    if (::access("/dev/tty", R_OK) == 0 && ::isatty(0) != 0) GTEST_SKIP() << "there is a terminal";
    const ScratchSite site;
    site.add_alice();
    const Ran unconfirmed = site.tool({"account", "delete", kAlice});
    EXPECT_EQ(unconfirmed.code, 2);
    EXPECT_NE(unconfirmed.err.find("This deletes the account alice@example.org with its 0 items"),
              std::string::npos)
        << unconfirmed.err;
    EXPECT_EQ(site.tool({"account", "show", kAlice}).code, 0);
}

}  // namespace

}  // namespace postvern::services::control
