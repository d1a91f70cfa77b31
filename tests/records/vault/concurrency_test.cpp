// Many threads on one vault. What it finds it finds best under ThreadSanitizer.
#include <gtest/gtest.h>

#include <thread>

#include "tests/records/vault/site.hpp"

namespace postvern::records {
namespace {

using test::Site;

TEST(Concurrency, DeliveriesReadersAndSignInsDoNotDisturbEachOther) {
    Site site;
    site.add_alice();
    constexpr int kThreads = 6;
    constexpr int kRounds = 60;
    std::atomic<int> right{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < kRounds; ++round) {
                const auto verified = site.sign_in(Site::kPassword);
                const ObjectId object{static_cast<std::uint64_t>(thread * kRounds + round)};
                const auto made = site.vault->new_object_key(
                    Site::kAlice, object, ObjectKind::content, DataClass::mail, Day{round % 7});
                const Secret opened = site.vault->open_object_key(
                    verified->keys, {Site::kAlice, object, ObjectKind::content, made.period},
                    made.wrap);
                right += opened.view() == made.key.view() ? 1 : 0;
                site.vault->record_key("record " + std::to_string(round % 5));
                if (round % 10 == 0) {
                    site.now += 1000;
                    site.vault->forget_expired();
                    site.vault->destroy_record_key("record 0");
                }
                site.vault->release(verified->keys);
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(right.load(), kThreads * kRounds);
}

TEST(Concurrency, ARenewalEndsWhatIsUnderWayWithoutMixingKeys) {
    Site site;
    site.add_alice();
    std::atomic<bool> stop{false};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.emplace_back([&] {
            for (std::uint64_t object = 1; !stop; ++object) {
                const auto verified = site.sign_in(Site::kPassword);
                if (!verified) continue;
                const auto made = site.vault->new_object_key(
                    Site::kAlice, ObjectId{object}, ObjectKind::content, DataClass::mail, Day{1});
                try {
                    const Secret opened = site.vault->open_object_key(
                        verified->keys,
                        {Site::kAlice, ObjectId{object}, ObjectKind::content, made.period},
                        made.wrap);
                    wrong += opened.view() == made.key.view() ? 0 : 1;
                } catch (const policy::Denied&) {  // the session ended
                } catch (const NotFound&) {        // the period key was destroyed
                } catch (const StorageError&) {  // keys of before, period key of after the renewal
                }
                site.vault->release(verified->keys);
            }
        });
    }
    for (int round = 0; round < 20; ++round) {
        site.vault->release(site.vault->renew_keys(Site::kAlice, Site::kPassword).keys);
    }
    stop = true;
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong.load(), 0);
    EXPECT_TRUE(site.opens(Site::kPassword));
    const auto verified = site.sign_in(Site::kPassword);
    const auto made = site.vault->new_object_key(Site::kAlice, ObjectId{1}, ObjectKind::content,
                                                 DataClass::mail, Day{1});
    EXPECT_EQ(site.vault
                  ->open_object_key(verified->keys,
                                    {Site::kAlice, ObjectId{1}, ObjectKind::content, made.period},
                                    made.wrap)
                  .view(),
              made.key.view());
}

}  // namespace
}  // namespace postvern::records
