#include "compliance/cadence.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>

namespace postvern::compliance {
namespace {

using namespace std::chrono_literals;

// Each wait ends by what it waits for; the test's own limit of time ends one that does not.
TEST(Cadence, LooksAgainWhenThePauseIsOver) {
    std::counting_semaphore<8> looked(0);
    std::atomic<int> looks = 0;
    Cadence cadence([&] {
        looked.release();
        return ++looks < 3 ? Cadence::Pause(1ms) : Cadence::Pause(1h);
    });
    for (int look = 0; look < 3; ++look) looked.acquire();
}

TEST(Cadence, StoppedAtOnceHasLookedOnceAndStopsWithinThePause) {
    for (int round = 0; round < 100; ++round) {
        std::atomic<int> looks = 0;
        {
            Cadence cadence([&] {
                ++looks;
                return Cadence::Pause(1h);
            });
        }
        EXPECT_EQ(looks, 1);
    }
}

}  // namespace
}  // namespace postvern::compliance
