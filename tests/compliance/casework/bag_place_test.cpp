// Where bags are made: each by one extraction, and nothing is left of them but papers of cases.
#include <gmock/gmock.h>

#include <fstream>
#include <future>

#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {
namespace {

using records::letter;
using testing::HasSubstr;

class BagPlaceTest : public ExtractionBench {
  protected:
    std::filesystem::path bags() { return home().site.settings().data / "bags"; }
    std::string left(const std::string& name) {
        std::filesystem::create_directories(bags());
        std::ofstream(bags() / name) << "sealed";
        return name;
    }
    // Approved, with a letter to be handed over.
    std::string approved(disclosure::Request& asked) {
        home().deliver(alice, letter("within"));
        home().now += 100;
        const std::string reference = classified(kCourt);
        EXPECT_EQ(take(kOfficer, reference, entering(order_until_now(reference))).refusal, "");
        validate(reference);
        clear(reference);
        notify(reference);
        asked = request(reference);
        approve(reference, asked);
        return reference;
    }
};

TEST_F(BagPlaceTest, TwoExtractionsOfACaseLeaveOneBag) {
    disclosure::Request asked;
    const std::string reference = approved(asked);
    const auto made = partials(asked);
    std::future<CaseOutcome> second;
    CaseWorker impatient = house().by(kOfficer);
    impatient.leave = [&, leave = impatient.leave](policy::Action action, policy::Resource resource, policy::Purpose purpose,
                                                   std::optional<policy::Extent> extent) {
        // While the first makes its bag whoever asked hangs up and asks again.
        if (action == policy::Action::extract && !second.valid()) {
            second = std::async(std::launch::async, [&] { return extract(reference, made); });
        }
        return leave(action, std::move(resource), purpose, extent);
    };
    const CaseOutcome first = casework().extract(impatient, reference, made, content("authority.pem"));
    EXPECT_EQ(first.refusal, "");
    EXPECT_THAT(second.get().refusal, HasSubstr("not possible in the state EXTRACTED"));
    const auto file = see(reference).file;
    const auto is_bag = [](const records::Paper& paper) { return paper.kind == "bag"; };
    EXPECT_EQ(std::count_if(file.papers.begin(), file.papers.end(), is_bag), 1);
    const auto bag = std::find_if(file.papers.begin(), file.papers.end(), is_bag);
    EXPECT_EQ(records::hexadecimal(bag->hash), file.fields.at("bag-sha256"));
    EXPECT_THAT(subjects(opened_bag(reference)), testing::ElementsAre("within"));
    EXPECT_TRUE(std::filesystem::is_empty(bags()));
}

TEST_F(BagPlaceTest, WhatAKilledExtractionLeftGoesAtTheNextStart) {
    const auto place = bags();
    left("00112233445566778899aabbccddeeff.cms");
    left("00112233445566778899aabbccddeeff.cms.part");
    reopen();
    EXPECT_FALSE(std::filesystem::exists(place));
}

TEST_F(BagPlaceTest, WhatIsLeftOfACaseGoesWithItsFile) {
    const std::string reference = classified(kPolice);
    EXPECT_EQ(take(kOfficer, reference, CaseStep::reject, {}, "no court has decided").refusal, "");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    const std::string other = left("00112233445566778899aabbccddeeff.cms");
    const auto number = see(reference).file.number;
    const std::string own[] = {left(reference + ".cms"), left(reference + ".cms.part")};
    home().now += 4 * 366 * kDay;
    ASSERT_TRUE(casework().destroy_file(
        home().ask(home().job(policy::Job::retention), policy::Action::purge,
                   policy::Resource::numbered(policy::ResourceType::legal_case, number), policy::Purpose::retention)));
    for (const std::string& each : own) EXPECT_FALSE(std::filesystem::exists(bags() / each)) << each;
    EXPECT_TRUE(std::filesystem::exists(bags() / other));
}

// What somebody signed counts while their key stands on record for the office that it was signed in.
TEST_F(BagPlaceTest, ASignatureCountsWhileItsKeyIsOnRecord) {
    disclosure::Request asked;
    const std::string reference = approved(asked);
    const policy::Subject founder = home().staff();
    const auto put = [&](std::uint32_t user, const disclosure::SigningKey& key) {
        home().personnel.put_key(home().ask(founder, policy::Action::administer_staff, policy::Resource::site()), user,
                                 {key.public_key().octets});
    };
    const auto other = disclosure::SigningKey::generate();
    for (const std::uint32_t user : {kOfficer, kColleague, kDirector, kSecond, kWatchdog}) {
        put(user, other);
        EXPECT_THAT(extract(reference, partials(asked)).refusal, HasSubstr("on record any more")) << user;
        EXPECT_EQ(see(reference).file.state, "DUAL_APPROVED");
        put(user, key_of(user));
    }
    home().employ(kColleague, policy::StaffRole::support);
    EXPECT_THAT(extract(reference, partials(asked)).refusal, HasSubstr("legal_officer"));
    home().employ(kColleague, policy::StaffRole::legal_officer);
    put(kColleague, key_of(kColleague));
    EXPECT_EQ(extract(reference, partials(asked)).refusal, "");
}

}  // namespace
}  // namespace postvern::compliance
