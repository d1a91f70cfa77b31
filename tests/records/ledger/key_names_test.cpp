// What names of keys tell, and who may read what lies under them.
#include <gtest/gtest.h>

#include "records/ledger/record_keys.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

constexpr AccountId kAlice{7};
constexpr std::int64_t kMarchEnds = 1'775'001'600;  // 2026-04-01; kMoment is of 2026-03-14

TEST(KeyNames, TellWhatTheyAreOf) {
    PrivateRecord record;
    record.subject.fill(0xab);
    record.moment = kMoment;
    record.retention = RetentionClass::legal;
    record.stream = Stream::restricted;
    const auto read = read_key_name(record_key_name(record));
    ASSERT_TRUE(read && read->records);
    EXPECT_EQ(read->person, key_names_of(record.subject));
    EXPECT_EQ(read->stream, Stream::restricted);
    EXPECT_EQ(read->records->retention, RetentionClass::legal);
    EXPECT_EQ(end_of(read->records->month), kMarchEnds);
    EXPECT_EQ(start_of(read->records->month), kMarchEnds - 31 * kSecondsPerDay);
    const auto stream = read_key_name(stream_key_name(record.subject, Stream::visible));
    ASSERT_TRUE(stream);
    EXPECT_EQ(stream->stream, Stream::visible);
    EXPECT_FALSE(stream->records);
}

TEST(KeyNames, AreStrict) {
    const std::string person = key_names_of(Pseudonym{});
    for (const std::string& name :
         {std::string(), tally_key_name(Day{1}), person, person + "records/",
          person + "records/1/2026-03/hidden", person + "records/1/2026-13/visible",
          person + "records/1/2026-00/visible", person + "records/x/2026-03/visible",
          person + "records/1/2026-03/visible/", person + "stream/", person + "other/visible",
          "other" + person.substr(6) + "stream/visible"}) {
        EXPECT_FALSE(read_key_name(name)) << name;
    }
}

TEST(Audience, OfTheRestrictedStreamIsNeverThePerson) {
    EXPECT_EQ(audience_of(kAlice, Stream::visible).person, kAlice);
    EXPECT_EQ(audience_of(kAlice, Stream::restricted).person, policy::kNoAccount);
    EXPECT_TRUE(audience_of(kAlice, Stream::restricted).officers);
}

}  // namespace
}  // namespace postvern::records::ledger
