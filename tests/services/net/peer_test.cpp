#include "services/net/peer.hpp"

#include <gtest/gtest.h>

#include "services/net/admission.hpp"

namespace postvern::services::net {
namespace {

PeerPrefix v4(unsigned char a, unsigned char b, unsigned char c, unsigned char d) {
    const unsigned char address[] = {a, b, c, d};
    return prefix_of(address, sizeof address);
}

TEST(PeerPrefix, JoinsWhatOneNetworkHoldsAndPartsOthers) {
    EXPECT_EQ(v4(192, 0, 2, 1), v4(192, 0, 2, 254));
    EXPECT_NE(v4(192, 0, 2, 1), v4(192, 0, 3, 1));
    unsigned char one[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 1, 0x10, 0x00, 1};
    unsigned char same[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 1, 0x10, 0xff, 2};
    unsigned char other[16] = {0x20, 0x01, 0x0d, 0xb8, 0, 1, 0x11, 0x00, 1};
    EXPECT_EQ(prefix_of(one, 16), prefix_of(same, 16));
    EXPECT_NE(prefix_of(one, 16), prefix_of(other, 16));
    unsigned char mapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 77};
    EXPECT_EQ(prefix_of(mapped, 16), v4(192, 0, 2, 1));
}

TEST(Admission, CountsPerNetworkAndGivesPlacesBack) {
    Admission admission({.total = 3, .per_prefix = 2, .local_peers_are_exempt = true});
    const Peer here{.prefix = PeerPrefix{1}, .is_local = false, .uid = {}};
    const Peer there{.prefix = PeerPrefix{2}, .is_local = false, .uid = {}};
    auto first = admission.admit(here);
    {
        const auto second = admission.admit(here);
        EXPECT_TRUE(first && second);
        EXPECT_FALSE(admission.admit(here));
        const auto third = admission.admit(there);
        EXPECT_TRUE(third);
        EXPECT_FALSE(admission.admit(there)) << "over the total";
    }
    EXPECT_EQ(admission.connections(), 1U);
    EXPECT_TRUE(admission.admit(here));
}

}  // namespace
}  // namespace postvern::services::net
