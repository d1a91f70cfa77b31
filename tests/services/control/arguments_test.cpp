#include "services/cli/arguments.hpp"

#include <gtest/gtest.h>

#include "services/cli/help.hpp"
#include "services/control/commands.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::cli {

namespace {

using control::Refused;
using Words = std::vector<std::string>;

TEST(ToolArguments, FindsTheCommandAmongOptions) {
    const struct {
        Words words;
        const char* command;
    } rows[] = {
        {{"account", "list"}, "account list"},
        {{"--data", "account", "account", "list", "--json"}, "account list"},
        {{"--json", "account", "--config", "x", "list"}, "account list"},
        {{"account", "alias", "add", "a@b", "c@b"}, "account alias add"},
        {{"account", "password", "a@b"}, "account password"},
        {{"account", "password", "a@b", "--new-keys"}, "account password --new-keys"},
        {{"account", "app-password", "--revoke-all", "a@b"}, "account app-password --revoke-all"},
        {{"ledger", "verify"}, "ledger verify"},
        {{"ledger", "verify", "--key=abc"}, "ledger verify --key"},
        {{"ledger", "verify", "--key", "abc"}, "ledger verify --key"},
        {{"rules", "check", "one", "two"}, "rules check"},
    };
    for (const auto& row : rows) {
        const Invocation invocation = parse(row.words);
        ASSERT_NE(invocation.command, nullptr) << row.command;
        EXPECT_EQ(invocation.command->name, row.command);
    }
}

TEST(ToolArguments, GivesTheCommandWhatItTakes) {
    const Invocation add = parse({"account", "add", "a@b", "--quota", "7"});
    EXPECT_EQ(add.arguments.text("address"), "a@b");
    EXPECT_EQ(add.arguments.number("quota", 100), 7u);
    const Invocation check = parse({"rules", "check", "one", "two"});
    EXPECT_EQ(check.arguments.text("files"), "one\ntwo");
    const Invocation backup = parse({"backup", "there"});
    EXPECT_TRUE(std::filesystem::path(backup.arguments.text("directory")).is_absolute());
}

TEST(ToolArguments, RefusesWhatItDoesNotUnderstand) {
    const Words refused[] = {
        {"account", "lst"},
        {"acount"},
        {"account", "add"},                                 // no address
        {"account", "add", "a@b", "c@d"},                   // one too many
        {"account", "add", "a@b", "--password", "secret"},  // never on the command line
        {"account", "list", "--frobnicate"},
        {"account", "list", "--jso"},  // options are not guessed
        {"--config", "x", "--data", "y", "account", "list"},
        {"--password-stdin", "--password-file", "x", "account", "list"},
        {"--json"},
    };
    for (const Words& words : refused) EXPECT_THROW(parse(words), Refused) << words.back();
}

TEST(ToolArguments, OfAGroupAreItsHelp) {
    const Invocation group = parse({"account", "--help"});
    EXPECT_EQ(group.command, nullptr);
    EXPECT_EQ(group.group, "account");
    const std::string help = help_of_group("account");
    EXPECT_NE(help.find("postvern account list"), std::string::npos);
    EXPECT_EQ(help.find("postvern ledger"), std::string::npos);
}

TEST(ToolHelp, ShowsEveryCommandOfTheTable) {
    for (const control::Command& command : control::commands()) {
        EXPECT_NE(help_of_group("").find(std::string(command.name)), std::string::npos);
        EXPECT_TRUE(help_of(command).starts_with("postvern " + std::string(command.name)));
    }
    EXPECT_EQ(synopsis(*control::find_command("account alias add")),
              "postvern account alias add ADDRESS ALIAS");
    EXPECT_EQ(synopsis(*control::find_command("ledger verify --key")),
              "postvern ledger verify --key KEY [--from FILE]");
}

TEST(Tool, ExitsWithTwoAndANearNameForAnUnknownCommand) {
    const control::ScratchSite site;
    const auto ran = site.tool({"ledger", "verfy"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_EQ(ran.err, "postvern: no such command: ledger verfy; did you mean `ledger verify`, `ledger replay`?\n");
    EXPECT_EQ(site.tool({"account"}).code, 2);
    EXPECT_EQ(site.tool({"account", "--help"}).code, 0);
}

TEST(Tool, ChecksAndExplainsTheRulesOfASiteThatIsNotMadeYet) {
    const control::ScratchSite site;
    EXPECT_EQ(site.tool({"rules", "check"}).code, 0);
    const auto broken = site.root() / "broken.cedar";
    std::FILE* const file = std::fopen(broken.c_str(), "w");
    ASSERT_NE(file, nullptr);
    std::fputs("permit (principal, action", file);
    std::fclose(file);
    const auto found = site.tool({"rules", "check", broken.string()});
    EXPECT_EQ(found.code, 1);
    EXPECT_NE(found.err.find("broken.cedar:1:"), std::string::npos) << found.err;
    EXPECT_EQ(site.tool({"rules", "check", (site.root() / "none.cedar").string()}).code, 2);

    const auto explained =
        site.json({"rules", "explain", "--principal", "Staff::0", "--action", "read",
                   "--resource", "Account::1", "--context", "purpose=administration"});
    EXPECT_EQ(explained.code, 0) << explained.out;
    EXPECT_EQ(explained.member("permitted"), "false");
    EXPECT_NE(explained.out.find("ISP-48.staff-see-no-content"), std::string::npos);
}

}  // namespace

}  // namespace postvern::services::cli
