#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/compliance/officer/disclosure_house.hpp"

namespace postvern::tests {
namespace {

using Devices = DisclosureHouse;

TEST_F(Devices, OpenWhatACourtOrderedOnceAllHaveSigned) {
    const auto request = put_request("request");

    const std::string shown = done(1, {"show", file("request")});
    EXPECT_NE(shown.find("alice@example.org, mail: 14 keys, 14 days (UTC): 2026-01-02 to 2026-01-15\n"),
              std::string::npos)
        << shown;
    EXPECT_NE(shown.find("  Person 4, validator, at "), std::string::npos) << shown;
    EXPECT_EQ(told_value(shown, "verdict"), "nothing but what the order grants");
    EXPECT_EQ(told_value(shown, "request"), disclosure::to_hex(request.hash));

    // Each signature that is missing keeps the share where it is.
    done(1, {"approve", file("request"), "--out", file("approval1")});
    refused(1, {"partials", file("request"), "--with", "2", "--approval", file("approval1"), "--out", file("partials1")},
            "the approval of the second_officer is missing");
    done(2, {"approve", file("request"), "--out", file("approval2")});
    refused(1,
            {"partials", file("request"), "--with", "2", "--approval", file("approval1"), "--approval",
             file("approval2"), "--out", file("partials1")},
            "attestation, no objection standing, is missing");
    refused(1, {"attest", file("request"), "--out", file("attestation")}, "only the data protection officer's device");
    done(6, {"attest", file("request"), "--out", file("attestation")});
    EXPECT_FALSE(fs::exists(path("partials1")));

    done(1, partials("request", 2, 1));
    done(2, partials("request", 1, 2));
    expect_opened(request, 1, 2, pins());
    const std::string status = done(1, {"status"});
    EXPECT_NE(status.find(disclosure::to_hex(request.hash)), std::string::npos) << status;

    // The deposit with one of them; what was for another counterpart combines with nothing.
    done(3, partials("request", 2, 3));
    EXPECT_THROW(expect_opened(request, 2, 3, pins()), disclosure::Refused);
    done(2, partials("request", 3, 2));
    expect_opened(request, 2, 3, pins());
}

TEST_F(Devices, EmitNothingForWhatIsAnotherExpiredOrWithdrawn) {
    put_request("request");
    put_request("other");
    decide("request");

    refused(1, partials("other", 2, 1), "an approval is of another request");
    const auto expect_refused = [&](const disclosure::Request& request, const std::string& why) {
        put(path("bad"), disclosure::to_text(request));
        refused(1, {"approve", file("bad"), "--out", file("nothing")}, why);
        refused(6, {"attest", file("bad"), "--out", file("nothing")}, why);
        refused(2, partials("bad", 1, 2), why);
        const Outcome shown = run(1, {"show", file("bad")});
        EXPECT_EQ(shown.code, 1);
        EXPECT_NE(shown.told.find("verdict: REFUSED"), std::string::npos) << shown.told;
    };
    expect_refused(make_request(two_weeks(), now() - 1), "the request expired");
    expect_refused(make_request({listed("bob@example.org", kFirstDay + 2, 1)}, now() + 86'400),
                   "its account is none that the order names");
    auto mislabelled = listed("bob@example.org", kFirstDay + 2, 1);
    mislabelled.label.account = listed("alice@example.org", kFirstDay + 2, 1).label.account;
    expect_refused(make_request({mislabelled}, now() + 86'400), "its ciphertext was not made for its label");
    expect_refused(make_request({listed("alice@example.org", kFirstDay + 15, 1)}, now() + 86'400),
                   "its day is outside of the order's window");

    done(6, {"withdraw", file("request"), "--out", file("withdrawal")});
    Words command = partials("request", 2, 1);
    command.insert(command.end(), {"--withdrawal", file("withdrawal")});
    refused(1, command, "the request was withdrawn");
    done(1, {"heed", file("withdrawal")});
    refused(1, partials("request", 2, 1), "the request was withdrawn");
    refused(1, {"approve", file("request")}, "the request was withdrawn");
    EXPECT_FALSE(fs::exists(path("nothing")));
    EXPECT_FALSE(fs::exists(path("partials1")));
    EXPECT_FALSE(fs::exists(path("partials2")));
}

TEST_F(Devices, TakeASubstituteWhomTwoAppointed) {
    const auto request = put_request("request");
    enrol(7, "substitute");
    pin(7, {1, 2, 3, 4, 5, 6});
    pin_key(7);
    const auto appoint = [&](unsigned by) {
        return Words{"appoint", "--case", "00112233445566778899aabbccddeeff", "--seat", "managing_director",
                     "--substitute", file("card7"), "--until", disclosure::to_moment(now() + 86'400), "--out",
                     file(numbered("appointment", by))};
    };
    refused(1, appoint(1), "appointed by the officer in the other seat and a validator");
    refused(6, appoint(6), "appointed by the officer in the other seat and a validator");
    done(2, appoint(2));
    done(4, appoint(4));
    const Words approve = {"approve", file("request"), "--seat", "managing_director", "--appointment",
                           file("appointment2"), "--out", file("approval1")};
    refused(7, approve, "neither managing_director nor a substitute");
    Words whole = approve;
    whole.insert(whole.end(), {"--appointment", file("appointment4")});
    done(7, whole);
    done(2, {"approve", file("request"), "--out", file("approval2")});
    done(6, {"attest", file("request"), "--out", file("attestation")});
    const auto with_appointments = [&](Words command) {
        command.insert(command.end(), {"--appointment", file("appointment2"), "--appointment", file("appointment4")});
        return command;
    };
    refused(3, partials("request", 2, 3), "neither managing_director nor a substitute");
    // Who was replaced opens nothing.
    refused(1, with_appointments(partials("request", 2, 1)), "this device's own approval is missing");
    done(3, with_appointments(partials("request", 2, 3)));
    done(2, with_appointments(partials("request", 3, 2)));
    expect_opened(request, 2, 3, pins());
}

TEST_F(Devices, RefreshTheirSharesAndChangeAHolder) {
    begin("refresh", {1, 2, 3});
    const auto old_key = public_key();
    finish({1, 2, 3}, exchange({1, 2, 3}));
    EXPECT_EQ(public_key().key, old_key.key);  // what was sealed stays as it is
    EXPECT_EQ(public_key().epoch, 2U);
    for (const unsigned i : {4U, 5U, 6U}) pin_key(i);

    // A new second officer, device 8, in the place of device 2.
    enrol(8, "second_officer");
    refused(1, {"pin", file("card8")}, "changes by `replace` only");
    pin(8, {1, 3, 4, 5, 6});
    begin("replace", {1, 3, 8}, {"--card", file("card8")}, 8);
    finish({1, 3, 8}, exchange({1, 3, 8}));
    EXPECT_EQ(public_key().key, old_key.key);
    for (const unsigned i : {4U, 5U, 6U}) {
        pin(i, {8});
        pin_key(i);
    }
    const auto request = put_request("request");
    refused(2, {"approve", file("request"), "--out", file("approval2")}, "epoch 3");
    done(1, {"approve", file("request"), "--out", file("approval1")});
    done(8, {"approve", file("request"), "--out", file("approval2")});
    done(6, {"attest", file("request"), "--out", file("attestation")});
    done(1, partials("request", 2, 1));
    done(8, partials("request", 1, 2));
    auto known = pins();
    known.holders[1] = disclosure::parse_card(content(path("card8"))).signing;
    expect_opened(request, 1, 2, known);
    done(2, {"forget"});
    EXPECT_FALSE(fs::exists(path("device2")));
}

// Killed at any moment, a device is as it was before the command or as it is after.
TEST_F(Devices, AreBeforeOrAfterACommandThatWasKilled) {
    const auto request = put_request("request");
    decide("request");
    for (int i = 0; i < 10; ++i) {
        const pid_t child = start(words(1, partials("request", 2, 1)), path("killed"));
        ::usleep(static_cast<useconds_t>(40'000 * i));  // anywhere in its run
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        const std::string told = done(1, {"status"});
        EXPECT_EQ(told_value(told, "share"), "held");
        // What was given away is remembered.
        if (fs::exists(path("partials1"))) {
            EXPECT_NE(told.find(disclosure::to_hex(request.hash)), std::string::npos) << told;
        }
    }
    done(1, partials("request", 2, 1));
}

}  // namespace
}  // namespace postvern::tests
