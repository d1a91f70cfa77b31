#include "records/vault/sealed_object.hpp"

#include <gtest/gtest.h>

#include "records/errors.hpp"
#include "records/vault/object_key.hpp"

namespace postvern::records {
namespace {

constexpr ObjectLabel kLabel{AccountId{7}, ObjectId{42}, ObjectKind::content, PeriodKeyId{3}};

std::vector<ObjectLabel> labels_of_others() {
    return {{AccountId{8}, ObjectId{42}, ObjectKind::content, PeriodKeyId{3}},
            {AccountId{7}, ObjectId{43}, ObjectKind::content, PeriodKeyId{3}},
            {AccountId{7}, ObjectId{42}, ObjectKind::summary, PeriodKeyId{3}},
            {AccountId{7}, ObjectId{42}, ObjectKind::content, PeriodKeyId{4}}};
}

std::string opened(const Secret& key, const ObjectLabel& label, std::uint32_t chunk,
                   ChunkPlace place, std::string_view sealed) {
    std::string plain = "before";
    open_chunk(key, label, chunk, place, sealed, plain);
    return plain;
}

TEST(SealedObject, OpensToWhatWasSealed) {
    const Secret key = Secret::random(32);
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kChunkSize}) {
        const std::string plain(size, 'p');
        const std::string sealed = seal_chunk(key, kLabel, 0, ChunkPlace::last, plain);
        EXPECT_EQ(sealed.size(), size + kChunkOverhead);
        EXPECT_EQ(opened(key, kLabel, 0, ChunkPlace::last, sealed), "before" + plain);
    }
}

TEST(SealedObject, RefusesEveryTamperedOctetAndKeepsWhatWasThere) {
    const Secret key = Secret::random(32);
    const std::string sealed = seal_chunk(key, kLabel, 0, ChunkPlace::last, "the plain text");
    for (std::size_t at = 0; at < sealed.size(); ++at) {
        std::string tampered = sealed;
        tampered[at] = static_cast<char>(tampered[at] ^ 0x40);
        std::string plain = "before";
        EXPECT_THROW(open_chunk(key, kLabel, 0, ChunkPlace::last, tampered, plain), StorageError);
        EXPECT_EQ(plain, "before");
    }
}

TEST(SealedObject, RefusesEveryTruncation) {
    const Secret key = Secret::random(32);
    const std::string sealed = seal_chunk(key, kLabel, 0, ChunkPlace::last, "the plain text");
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        EXPECT_THROW(opened(key, kLabel, 0, ChunkPlace::last, sealed.substr(0, size)),
                     StorageError);
    }
    EXPECT_THROW(opened(key, kLabel, 0, ChunkPlace::last, sealed + "x"), StorageError);
}

TEST(SealedObject, RefusesChunksThatWereMovedOrLeftOut) {
    const Secret key = Secret::random(32);
    const std::string first = seal_chunk(key, kLabel, 0, ChunkPlace::inner, "one");
    const std::string second = seal_chunk(key, kLabel, 1, ChunkPlace::inner, "two");
    EXPECT_THROW(opened(key, kLabel, 0, ChunkPlace::inner, second), StorageError);
    EXPECT_THROW(opened(key, kLabel, 1, ChunkPlace::inner, first), StorageError);
    // The third chunk, which was the last, is cut off: the second does not pass for the last.
    EXPECT_THROW(opened(key, kLabel, 1, ChunkPlace::last, second), StorageError);
    EXPECT_EQ(opened(key, kLabel, 1, ChunkPlace::inner, second), "beforetwo");
}

TEST(SealedObject, RefusesTheChunkOfAnotherObject) {
    const Secret key = Secret::random(32);
    const std::string sealed = seal_chunk(key, kLabel, 0, ChunkPlace::last, "text");
    for (const auto& other : labels_of_others()) {
        EXPECT_THROW(opened(key, other, 0, ChunkPlace::last, sealed), StorageError);
    }
    EXPECT_THROW(opened(Secret::random(32), kLabel, 0, ChunkPlace::last, sealed), StorageError);
}

TEST(SealedObject, RefusesToSealMoreThanAChunk) {
    EXPECT_THROW(seal_chunk(Secret::random(32), kLabel, 0, ChunkPlace::last,
                            std::string(kChunkSize + 1, 'x')),
                 std::logic_error);
}

TEST(ObjectKey, OpensForItsObjectOnly) {
    const Secret period_key = Secret::random(32);
    const Secret key = Secret::random(32);
    const std::string wrap = vault::wrap_object_key(period_key, kLabel, key);
    EXPECT_EQ(vault::unwrap_object_key(period_key, kLabel, wrap).view(), key.view());
    for (const auto& other : labels_of_others()) {
        EXPECT_THROW(vault::unwrap_object_key(period_key, other, wrap), StorageError);
    }
    for (std::size_t at = 0; at < wrap.size(); ++at) {
        std::string tampered = wrap;
        tampered[at] = static_cast<char>(tampered[at] ^ 2);
        EXPECT_THROW(vault::unwrap_object_key(period_key, kLabel, tampered), StorageError);
        EXPECT_THROW(vault::unwrap_object_key(period_key, kLabel, wrap.substr(0, at)),
                     StorageError);
    }
}

}  // namespace
}  // namespace postvern::records
