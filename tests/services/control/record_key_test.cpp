// The data protection officer's key by the tool: entered with the role, and used where the site's
// own is gone.
#include <gmock/gmock.h>

#include <chrono>
#include <fstream>
#include <future>

#include "records/record_readers.hpp"
#include "records/site.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPassphrase = "open sesame\n";
constexpr const char* kFingerprint = "4791f7d5b82251aa";
constexpr const char* kPublic =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VuAyEAWgivKIyEsDAe+080Bjr9A1HytcTeUzHi7dM6SXts7hs=\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* kPrivate =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VuBCIEINheC3VL1f7COPO0theABDS273NaFrbfAaK5eXI+0eV8\n"
    "-----END PRIVATE KEY-----\n";
constexpr const char* kEncrypted =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhtMmCI50o1YAICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGbabuO5X/Q1odBhprin/eAEQLyP\n"
    "D71Y93RVrKJHXSV0Qp3CWsaiUYv3UeotCiXZL16Vg2BV3ltuktkaJs6niQbLsbfK\n"
    "exSf1wTUZQByNXIS8WM=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";

constexpr const char* kSuccessorsPublic =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VuAyEA8duqHtV4hUhGwZWiUHJDGmnZeOcey/TdPqIdXHptSls=\n"
    "-----END PUBLIC KEY-----\n";
constexpr const char* kSuccessorsPrivate =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VuBCIEIHCaN9cFBXWMkcGdKcw8o0v0mZwdBXyZwUkfUL1gnAZM\n"
    "-----END PRIVATE KEY-----\n";

std::int64_t system_seconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

class RecordKey : public testing::Test {
  protected:
    std::string file(const char* name, const char* text) const {
        const auto path = site_.root() / name;
        std::ofstream(path) << text;
        return path.string();
    }
    Ran put_officer(const char* key = kPublic) const {
        return site_.tool({"staff", "put", own_user(), "--role", "operator", "--role",
                           "managing_director", "--role", "data_protection_officer", "--until",
                           kStaffUntil, "--record-key", file("officer.pub", key)});
    }
    // An entry of long ago, and a run of the retention job of today: its key opens for officers
    // only.
    void record_long_ago() const {
        constexpr std::int64_t kLongAgo = std::int64_t{90} * 86'400;
        auto settings = site_.configuration().house().site;
        settings.clock = [] { return system_seconds() - kLongAgo; };
        {
            records::Site site(settings);
            policy::Decision decision;
            decision.rules = {"of-long-ago"};
            const policy::Act act{.actor = policy::Principal::staff(1),
                                  .action = policy::Action::backup,
                                  .purpose = policy::Purpose::backup,
                                  .channel = policy::Channel::control,
                                  .outcome = policy::Outcome::granted,
                                  .moment = settings.clock(),
                                  .most_objects = 1,
                                  .decision = decision};
            std::promise<void> done;
            site.ledger().record(act, [&done](const std::exception_ptr& failure) {
                failure ? done.set_exception(failure) : done.set_value();
            });
            done.get_future().get();
        }
        settings.clock = system_seconds;
        records::Site site(settings);
        site.ledger().purge(system_seconds());
        site.ledger().publish_now();
    }

    ScratchSite site_;
};

TEST_F(RecordKey, IsThatOfADataProtectionOfficerOnly) {
    site_.enter_staff();
    const std::string key = file("officer.pub", kPublic);
    const Ran alone = site_.tool({"staff", "put", own_user(), "--record-key", key});
    EXPECT_EQ(alone.code, 1);
    EXPECT_THAT(alone.err, HasSubstr("sealed to data protection officers only"));
    const Ran operator_only =
        site_.tool({"staff", "put", own_user(), "--role", "operator", "--role", "managing_director",
                    "--until", kStaffUntil, "--record-key", key});
    EXPECT_EQ(operator_only.code, 1);
    EXPECT_EQ(site_.tool({"staff", "put", "70001", "--record-key", key}).code, 1) << "nobody";
    EXPECT_THAT(site_.tool({"staff", "list"}).out, Not(HasSubstr("reads records")));
}

TEST_F(RecordKey, IsEnteredWithTheRoleAndGoesWithIt) {
    site_.enter_staff();
    const Ran entered = put_officer();
    EXPECT_EQ(entered.code, 0) << entered.err;
    EXPECT_THAT(entered.out,
                HasSubstr(std::string("Keys of records are sealed to ") + kFingerprint));
    EXPECT_THAT(entered.out, Not(HasSubstr("are not")));
    EXPECT_THAT(site_.tool({"staff", "list"}).out,
                HasSubstr(std::string("reads records with the key ") + kFingerprint));
    EXPECT_EQ(site_.json({"staff", "put", own_user(), "--record-key", file("officer.pub", kPublic)})
                  .member("record_key"),
              kFingerprint);
    const Ran another =
        site_.tool({"staff", "put", "70001", "--role", "data_protection_officer", "--until",
                    kStaffUntil, "--record-key", file("officer.pub", kPublic)});
    EXPECT_EQ(another.code, 1);
    EXPECT_THAT(another.err, HasSubstr("on record for somebody else"));
    site_.enter_staff();  // without the role
    EXPECT_THAT(site_.tool({"staff", "list"}).out, Not(HasSubstr("reads records")));
}

TEST_F(RecordKey, IsNoPrivateKeyAndNoKeyThatSigns) {
    site_.enter_staff();
    const Ran secret = put_officer(kPrivate);
    EXPECT_EQ(secret.code, 2);
    EXPECT_THAT(secret.err, HasSubstr("holds a private key"));
    const Ran signing = put_officer(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
        "-----END PUBLIC KEY-----\n");
    EXPECT_EQ(signing.code, 1);
    EXPECT_THAT(signing.err, HasSubstr("X25519"));
}

TEST_F(RecordKey, OpensWhatTheSiteNoLongerCan) {
    site_.enter_staff();
    ASSERT_EQ(put_officer().code, 0);
    record_long_ago();
    const std::string key = file("officer.pem", kPrivate);

    const Ran closed = site_.tool({"ledger", "show"});
    EXPECT_EQ(closed.code, 0) << closed.err;
    EXPECT_THAT(closed.out, Not(HasSubstr("of-long-ago")));
    EXPECT_THAT(closed.out, HasSubstr("1 entries that may fit are left out"));
    EXPECT_THAT(closed.out, HasSubstr("--record-key"));
    EXPECT_EQ(site_.json({"ledger", "show"}).number("sealed"), 1U);

    const Ran opened = site_.tool({"ledger", "show", "--record-key", key});
    EXPECT_EQ(opened.code, 0) << opened.err;
    EXPECT_THAT(opened.out, HasSubstr("of-long-ago"));
    EXPECT_THAT(opened.out, Not(HasSubstr("left out")));

    const Ran verified = site_.tool({"ledger", "verify"});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_THAT(verified.out, HasSubstr("1 sealed to others than the site"));
    EXPECT_EQ(site_.json({"ledger", "verify", "--record-key", key}).number("sealed"), 0U);
}

TEST_F(RecordKey, OpensASingleEntryToBeHandedOutOrDecidedAgain) {
    site_.enter_staff();
    ASSERT_EQ(put_officer().code, 0);
    record_long_ago();
    const std::string key = file("officer.pem", kPrivate);
    const std::string shown = site_.tool({"ledger", "show", "--record-key", key}).out;
    const auto line = shown.rfind('\n', shown.find("of-long-ago"));
    const auto begin = line == std::string::npos ? 0 : line + 1;
    const std::string number = shown.substr(begin, shown.find(' ', begin) - begin);

    const Ran closed = site_.tool({"ledger", "export", number});
    EXPECT_EQ(closed.code, 1);
    EXPECT_THAT(closed.err, HasSubstr("is sealed: give --record-key"));
    const Ran exported = site_.tool({"ledger", "export", number, "--record-key", key});
    EXPECT_EQ(exported.code, 0) << exported.err;
    EXPECT_THAT(exported.out, HasSubstr("c2sp.org/tlog-proof@v1"));

    EXPECT_THAT(site_.tool({"ledger", "replay", number}).err,
                HasSubstr("opens with --record-key only"));
    EXPECT_THAT(site_.tool({"ledger", "replay", number, "--record-key", key}).out,
                HasSubstr("It cannot be decided again"))
        << "who acted was never on record";
}

TEST_F(RecordKey, IsHandedOnToASuccessor) {
    site_.enter_staff();
    ASSERT_EQ(put_officer().code, 0);
    record_long_ago();
    const Ran successor =
        site_.tool({"staff", "put", "70001", "--role", "data_protection_officer", "--until",
                    kStaffUntil, "--record-key", file("successor.pub", kSuccessorsPublic)});
    EXPECT_EQ(successor.code, 0) << successor.err;
    EXPECT_THAT(successor.out, HasSubstr("1 are not: the site has no copy of them any more"));
    const std::string theirs = file("successor.pem", kSuccessorsPrivate);
    EXPECT_EQ(site_.json({"ledger", "show", "--record-key", theirs}).number("sealed"), 1U);
    EXPECT_EQ(site_.tool({"ledger", "seal"}).code, 2);
    EXPECT_EQ(site_.json({"ledger", "seal", "--record-key", theirs}).number("lacking"), 1U);
    const Ran sealed =
        site_.json({"ledger", "seal", "--record-key", file("officer.pem", kPrivate)});
    EXPECT_EQ(sealed.number("sealed"), 1U);
    EXPECT_EQ(sealed.number("lacking"), 0U);
    EXPECT_THAT(site_.tool({"ledger", "show", "--record-key", theirs}).out,
                HasSubstr("of-long-ago"));
}

TEST_F(RecordKey, OpensThroughTheSocketAndUnderAPassphrase) {
    site_.enter_staff();
    ASSERT_EQ(put_officer().code, 0);
    record_long_ago();
    const std::string key = file("officer.pem", kEncrypted);
    const Daemon daemon(site_);
    EXPECT_THAT(site_.tool({"ledger", "show", "--record-key", key}, kPassphrase).out,
                HasSubstr("of-long-ago"));
    const Ran wrong = site_.tool({"ledger", "show", "--record-key", key}, "open barley\n");
    EXPECT_EQ(wrong.code, 1);
    EXPECT_THAT(wrong.err, HasSubstr("the passphrase does not open the private key"));
    const Ran none = site_.tool({"ledger", "show", "--record-key", file("officer.pub", kPublic)});
    EXPECT_EQ(none.code, 1);
    EXPECT_THAT(none.err, HasSubstr("no private key"));
}

}  // namespace
}  // namespace postvern::services::control
