// How long what was read is relied upon, and how it is written down.
#include "records/facts_cache.hpp"

#include <gtest/gtest.h>

#include "records/errors.hpp"
#include "records/register/facts_codec.hpp"
#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

TEST(FactsCache, ReadsAnewWhatIsNotFreshAndGivesItAsItIsWhereThatFails) {
    FactsCache<int, int> cache;
    int stored = 1;
    bool fails = false;
    const auto find = [&](std::uint64_t generation, bool fresh) {
        return cache.find(generation, 7, [&](int) { return fresh; }, [&]() -> std::optional<int> {
            if (fails) throw std::runtime_error("disk");
            return stored;
        });
    };
    EXPECT_EQ(find(1, true), 1);
    stored = 2;
    EXPECT_EQ(find(1, true), 1);
    EXPECT_EQ(find(1, false), 2);
    fails = true;
    stored = 3;
    EXPECT_EQ(find(1, false), 2);   // stale, and said to be so by the value
    EXPECT_THROW(find(2, true), std::runtime_error);  // facts changed: what was known is wrong
}

TEST(Register, SaysUntilWhenItsFactsMayBeReliedUpon) {
    const Scratch scratch;
    Household home(scratch);
    const AccountId alice = home.add_account("alice@example.org", "correct horse");
    const Register& facts = home.site.register_();
    const std::int64_t first = *facts.account(alice)->valid_until;
    EXPECT_EQ(first, home.now + Register::kFactsValid);
    home.now = first;
    EXPECT_EQ(facts.account(alice)->valid_until, first);
    home.now = first + 1;
    EXPECT_EQ(facts.account(alice)->valid_until, first + 1 + Register::kFactsValid);
}

template <typename Value, typename Decode>
void expect_strict(const Value& value, Decode decode) {
    const std::string octets = encode(value);
    EXPECT_EQ(encode(decode(octets)), octets);
    for (std::size_t size = 0; size < octets.size(); ++size) {
        EXPECT_THROW(decode(std::string_view(octets).substr(0, size)), StorageError) << size;
    }
    EXPECT_THROW(decode(octets + '\0'), StorageError);
    std::string other = octets;
    other[0] = 9;
    EXPECT_THROW(decode(other), StorageError);
}

TEST(FactsCodec, ReadsWhatItWroteAndNothingElse) {
    CaseRecord record;
    record.accounts = {AccountId{1}, AccountId{300}};
    record.named = {0, 70'000};
    record.basis = policy::Basis::no_account;
    record.route = policy::Route::interception;
    record.references = {policy::Office::kripos};
    record.order = policy::OrderFacts{false, true, -1, 2, {AccountId{1}}, {policy::DisclosureClass::subscriber}};
    record.validators = {1};
    record.director = 5;
    record.substitutes = {{Approver::second_officer, 6, {}}, {Approver::second_officer, 7, 1'772'000'000}};
    record.silence = policy::Silence::court;
    record.silent_until = 9;
    expect_strict(record, decode_case);
    CaseRecord early;
    early.accounts = {AccountId{1}};
    std::string first = encode(early);
    first[0] = 1;  // of version 1, which is the same where there are no substitutes
    EXPECT_EQ(encode(decode_case(first)), encode(early));
    expect_strict(HoldRecord{1, AccountId{2}, -3}, decode_hold);
    expect_strict(policy::AccountFacts{policy::AccountState::disabled, {}, true, true,
                                       {policy::Purpose::retrieval}, 7},
                  decode_account);
    expect_strict(policy::StaffFacts{{policy::StaffRole::support}, 1, {}, 3, {}}, decode_staff);
    expect_strict(policy::StaffFacts{{}, {}, {}, {}, {}, {}, AccountId{300}}, decode_staff);
    expect_strict(policy::ProcessorFacts{1, {2, 300}}, decode_processor);
}

}  // namespace
}  // namespace postvern::records
