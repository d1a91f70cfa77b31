// A checkpoint that somebody kept: the record goes on from it, or contradicts it at a size that is
// told.
#include <gmock/gmock.h>

#include "records/ledger/checkpoint.hpp"
#include "records/ledger/site_keys.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class LedgerTrust : public House {
  protected:
    std::string fault(const ExaminationTrust& trust) {
        return Ledger::verify(data, keys_directory, keys, trust).fault.value_or("sound");
    }
};

TEST_F(LedgerTrust, FindsThatTheRecordGoesOnFromATrustedCheckpointOrWhereItDoesNot) {
    std::string early;
    std::string late;
    {
        Ledger ledger(settings(), keys);
        ledger.publish_now();
        early = ledger.head();
        ledger.publish_now();
        late = ledger.head();
    }
    EXPECT_EQ(fault({early, {}}), "sound");
    EXPECT_EQ(fault({late, {}}), "sound");
    const SiteKeys site(keys);
    const auto signed_tree = [&](std::uint64_t size, const merkle::Hash& root) {
        return site.signer().sign(text_of({site.origin(), size, root, {}}));
    };
    EXPECT_EQ(fault({signed_tree(0, merkle::empty_root()), {}}), "sound");
    const merkle::Hash wrong = merkle::leaf_hash("x");
    EXPECT_THAT(fault({signed_tree(0, wrong), {}}), StartsWith("size 0: the record contradicts"));
    EXPECT_THAT(fault({signed_tree(17, wrong), {}}),
                StartsWith("size 17: the record contradicts the checkpoint"));
    EXPECT_THAT(fault({signed_tree(64, wrong), {}}), HasSubstr("it was rewritten"));
    EXPECT_THAT(fault({signed_tree(65, wrong), {}}), StartsWith("size 64: the record contradicts"));
    EXPECT_THAT(fault({signed_tree(65, wrong), {}}), HasSubstr("cut or rolled back"));
    std::string unsigned_one = early;
    unsigned_one[unsigned_one.size() - 10] ^= 2;
    EXPECT_THROW(fault({unsigned_one, {}}), Unacceptable);
}

}  // namespace
}  // namespace postvern::records::ledger
