#include <gtest/gtest.h>

#include "records/vault/generated_secret.hpp"
#include "records/vault/password_hash.hpp"
#include "tests/records/vault/site.hpp"

namespace postvern::records {
namespace {

using test::Site;
using vault::passwords_hashed;

// How many slow hashes a sign-in takes.
std::uint64_t hashes_of(Site& site, std::string_view password, std::string_view name) {
    const std::uint64_t before = passwords_hashed();
    site.opens(password, name);
    return passwords_hashed() - before;
}

TEST(SignIn, OpensWithTheRightPasswordHoweverTheNameIsWritten) {
    Site site;
    site.add_alice();
    const auto verified = site.sign_in(Site::kPassword, "ALICE@Example.Org");
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->principal, policy::Principal::owner(Site::kAlice));
    EXPECT_NE(verified->keys, policy::kNoKeys);
}

TEST(SignIn, RefusesWrongPasswordsAndUnknownNamesForTheSameWork) {
    Site site;
    site.add_alice();
    struct Attempt {
        std::string_view password;
        std::string_view name;
    };
    for (const auto& [password, name] :
         {Attempt{"wrong", "alice@example.org"}, Attempt{"wrong", "nobody@example.org"},
          Attempt{Site::kPassword, "nobody@example.org"}, Attempt{"wrong", "no name\n"}}) {
        EXPECT_FALSE(site.opens(password, name)) << name;
        EXPECT_EQ(hashes_of(site, password, name), 1U) << name;
    }
    for (const auto* name : {"alice@example.org", "nobody@example.org"}) {
        EXPECT_FALSE(site.opens("", name));
        EXPECT_EQ(hashes_of(site, vault::generate(vault::GeneratedKind::app_password), name), 0U);
    }
}

TEST(SignIn, HashesARepeatedPasswordOnceInFiveMinutes) {
    Site site;
    site.add_alice();
    EXPECT_EQ(hashes_of(site, Site::kPassword, "alice@example.org"), 1U);
    EXPECT_EQ(hashes_of(site, Site::kPassword, "alice@example.org"), 0U);
    EXPECT_EQ(hashes_of(site, "wrong", "alice@example.org"), 1U);
    site.now += 299;
    EXPECT_EQ(hashes_of(site, Site::kPassword, "alice@example.org"), 0U);
    site.now += 1;
    EXPECT_EQ(hashes_of(site, Site::kPassword, "alice@example.org"), 1U);
    site.now += 300;
    site.vault->forget_expired();
    EXPECT_EQ(hashes_of(site, Site::kPassword, "alice@example.org"), 1U);
    EXPECT_TRUE(site.opens(Site::kPassword));
}

TEST(SignIn, EndsWithTheOldPasswordAtOnce) {
    Site site;
    site.add_alice();
    const auto alice = site.subject();
    const auto grant = site.change(alice);
    site.vault->replace_password(grant, "another one");
    EXPECT_FALSE(site.opens(Site::kPassword)) << "the login cache was not emptied";
    EXPECT_TRUE(site.opens("another one"));
    site.open();
    EXPECT_FALSE(site.opens(Site::kPassword));
    EXPECT_TRUE(site.opens("another one"));
}

TEST(SignIn, OpensWithTheRecoveryCodeWithoutASlowHash) {
    Site site;
    const std::string code = site.add_alice();
    EXPECT_EQ(hashes_of(site, code, "alice@example.org"), 0U);
    EXPECT_TRUE(site.opens(code));
    site.add(Site::kBob, "bob@example.org");
    EXPECT_FALSE(site.opens(code, "bob@example.org"));
    const std::string next = site.vault->replace_recovery_code(site.change(site.subject()));
    EXPECT_FALSE(site.opens(code));
    EXPECT_TRUE(site.opens(next));
}

TEST(SignIn, OpensWithEachAppPasswordUntilTheyAreRevoked) {
    Site site;
    const std::string code = site.add_alice();
    const auto alice = site.subject();
    const std::string phone = site.vault->add_app_password(site.change(alice), "telephone");
    const std::string laptop = site.vault->add_app_password(site.change(alice), "laptop");
    EXPECT_EQ(hashes_of(site, phone, "alice@example.org"), 0U);
    EXPECT_TRUE(site.opens(phone));
    EXPECT_TRUE(site.opens(laptop));
    EXPECT_EQ(site.vault->app_password_labels(site.change(alice)),
              (std::vector<std::string>{"telephone", "laptop"}));
    EXPECT_EQ(site.keys_octets().find("telephone"), std::string::npos);
    EXPECT_EQ(site.vault->revoke_app_passwords(site.change(alice)), 2U);
    EXPECT_FALSE(site.opens(phone));
    EXPECT_FALSE(site.opens(laptop));
    EXPECT_TRUE(site.opens(code));
    EXPECT_TRUE(site.opens(Site::kPassword));
}

TEST(SignIn, ByAnAppPasswordChangesNoCredentials) {
    Site site;
    const std::string code = site.add_alice();
    const std::string phone = site.vault->add_app_password(site.change(site.subject()), "phone");
    const auto program = site.subject(phone);
    EXPECT_THROW(site.vault->replace_password(site.change(program), "another one"), Unacceptable);
    EXPECT_THROW(site.vault->replace_recovery_code(site.change(program)), Unacceptable);
    EXPECT_THROW(site.vault->add_app_password(site.change(program), "more"), Unacceptable);
    EXPECT_TRUE(site.opens(Site::kPassword));
    EXPECT_TRUE(site.opens(code));
    // Sessions share the account's keys, not what they may do with them.
    const auto owner = site.subject();
    EXPECT_THROW(site.vault->replace_password(site.change(program), "another one"), Unacceptable);
    EXPECT_EQ(site.vault->replace_password(site.change(owner), "another one"), std::nullopt);
    EXPECT_TRUE(site.opens(code)) << "not used, so not used up";
}

TEST(SignIn, ByTheRecoveryCodeUsesItUpWhenItSetsAPassword) {
    Site site;
    const std::string code = site.add_alice();
    const auto owner = site.subject(code);
    const auto next = site.vault->replace_password(site.change(owner), "another one");
    ASSERT_TRUE(next);
    EXPECT_TRUE(site.opens("another one"));
    EXPECT_FALSE(site.opens(Site::kPassword));
    EXPECT_TRUE(site.opens(*next));
    EXPECT_FALSE(site.opens(code));
    const auto again = site.subject(*next);
    EXPECT_THROW(site.vault->replace_password(site.change(again), ""), Unacceptable);
    EXPECT_TRUE(site.opens(*next)) << "a password that will not do leaves both as they were";
}

TEST(SignIn, OpensUnderEveryLoginOfTheAccount) {
    Site site;
    site.add_alice();
    site.add(Site::kBob, "bob@example.org");
    site.vault->add_login(Site::kAlice, site.lookup("a.lice@example.org"));
    EXPECT_TRUE(site.opens(Site::kPassword, "a.lice@example.org"));
    EXPECT_THROW(site.vault->add_login(Site::kBob, site.lookup("a.lice@example.org")),
                 AlreadyExists);
    EXPECT_THROW(site.vault->add_login(AccountId{9}, site.lookup("new@example.org")), NotFound);
    site.vault->remove_login(Site::kBob, site.lookup("a.lice@example.org"));
    EXPECT_TRUE(site.opens(Site::kPassword, "a.lice@example.org"));
    site.vault->remove_login(Site::kAlice, site.lookup("a.lice@example.org"));
    EXPECT_FALSE(site.opens(Site::kPassword, "a.lice@example.org"));
    EXPECT_TRUE(site.opens(Site::kPassword));
}

TEST(Account, IsMadeOnceAndWithAnAcceptablePassword) {
    Site site;
    site.add_alice();
    EXPECT_THROW(site.vault->create_account(Site::kAlice, site.lookup("x@example.org"), "password"),
                 AlreadyExists);
    EXPECT_THROW(
        site.vault->create_account(Site::kBob, site.lookup("alice@example.org"), "password"),
        AlreadyExists);
    for (const std::string& refused :
         {std::string(), std::string("a\nb"), std::string(1025, 'x'), std::string("\xff"),
          vault::generate(vault::GeneratedKind::app_password)}) {
        EXPECT_THROW(
            site.vault->create_account(Site::kBob, site.lookup("bob@example.org"), refused),
            Unacceptable);
    }
    EXPECT_FALSE(site.opens("password", "bob@example.org"));
}

}  // namespace
}  // namespace postvern::records
