// Keys of records, sealed to those who are to read when the site cannot any more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>

#include "records/reading_key.hpp"
#include "records/sql/session.hpp"
#include "records/vault/x25519.hpp"
#include "tests/records/vault/site.hpp"

namespace postvern::records {
namespace {

using test::Site;

constexpr std::string_view kName = "ledger/0102/records/1/2026-11/visible";
constexpr RecordAudience kHouse{.officers = true, .person = policy::kNoAccount};
constexpr RecordAudience kAboutAlice{.officers = true, .person = Site::kAlice};

ReadingKey new_officer_key() {
    return ReadingKey::of(vault::KeyPair::generate().private_key.view());
}

class RecordSeals : public testing::Test {
  protected:
    std::optional<std::string> opened_by(const ReadingKey& reader) {
        return plain(site.vault->find_record_key(kName, reader));
    }
    std::optional<std::string> opened_by_alice() {
        const auto keys = site.sign_in(Site::kPassword)->keys;
        auto key = plain(site.vault->find_record_key(kName, Site::kAlice, keys));
        site.vault->release(keys);
        return key;
    }
    std::optional<std::string> opened_by_site() {
        return plain(site.vault->find_record_key(kName));
    }
    std::int64_t rows(const char* select) {
        sql::Session session(site.data() / "keys.db", sql::Access::read_only);
        return *session(select).integer();
    }

    Site site;
    const ReadingKey officer = new_officer_key();

  private:
    static std::optional<std::string> plain(const std::optional<Secret>& key) {
        if (!key) return {};
        return std::string(key->view());
    }
};

TEST_F(RecordSeals, OpenForTheOfficerAndThePersonWithTheirOwnKeysOnly) {
    site.add_alice();
    site.add(Site::kBob, "bob@example.org");
    site.vault->put_record_officer(1000, officer.public_key());
    const std::string key(site.vault->record_key(kName, kAboutAlice).view());
    EXPECT_EQ(opened_by(officer), key);
    EXPECT_EQ(opened_by_alice(), key);
    EXPECT_EQ(opened_by(new_officer_key()), std::nullopt);
    const auto bob = site.sign_in(Site::kPassword, "bob@example.org")->keys;
    EXPECT_EQ(site.vault->find_record_key(kName, Site::kBob, bob), std::nullopt);
    EXPECT_THROW((void)site.vault->find_record_key(kName, Site::kAlice, bob), policy::Denied);
}

TEST_F(RecordSeals, LookAlikeWhoeverTheyAreAbout) {
    site.add_alice();
    site.vault->put_record_officer(1000, officer.public_key());
    site.vault->record_key("of the house", kHouse);
    site.vault->record_key("about Alice", kAboutAlice);
    site.vault->record_key("about somebody without keys",
                           {.officers = true, .person = AccountId{9}});
    EXPECT_EQ(rows("SELECT count(*) FROM record_key_seals"), 6);
    EXPECT_EQ(rows("SELECT count(DISTINCT lookup) FROM record_key_seals WHERE kind = 1"), 3);
    EXPECT_EQ(rows("SELECT count(DISTINCT reader) FROM record_key_seals WHERE kind = 2"), 3)
        << "two keys of one officer do not show as such";
    EXPECT_EQ(rows("SELECT count(DISTINCT length(sealed)) FROM record_key_seals"), 1);
    site.vault->record_key("of tallies");
    EXPECT_EQ(rows("SELECT count(*) FROM record_key_seals"), 6) << "these stay with the site";
}

TEST_F(RecordSeals, OpenAfterTheSiteHasGivenUpItsOwnCopy) {
    site.add_alice();
    site.vault->put_record_officer(1000, officer.public_key());
    const std::string key(site.vault->record_key(kName, kAboutAlice).view());
    EXPECT_EQ(site.vault->record_key_state(kName), RecordKeyState::open);
    EXPECT_TRUE(site.vault->give_up_record_key(kName));
    EXPECT_FALSE(site.vault->give_up_record_key(kName)) << "there is none left";
    EXPECT_EQ(site.vault->record_key_state(kName), RecordKeyState::sealed);
    EXPECT_EQ(opened_by_site(), std::nullopt);
    EXPECT_THROW(site.vault->record_key(kName, kAboutAlice), Unavailable)
        << "a month whose key is given up gets no second one";
    site.open();
    EXPECT_EQ(opened_by_site(), std::nullopt);
    EXPECT_EQ(opened_by(officer), key);
    EXPECT_EQ(opened_by_alice(), key);
}

TEST_F(RecordSeals, AreNotGivenUpBeforeAnOfficerCanOpenThem) {
    site.add_alice();
    site.vault->record_key(kName, kAboutAlice);
    EXPECT_FALSE(site.vault->give_up_record_key(kName))
        << "Alice alone could show the house its own record";
    site.vault->put_record_officer(1000, officer.public_key());
    EXPECT_FALSE(site.vault->give_up_record_key(kName)) << "it was made before";
    const RecordSealing sealing = site.vault->seal_record_key(kName, kAboutAlice);
    EXPECT_TRUE(sealing.added);
    EXPECT_FALSE(sealing.lacking);
    site.vault->remove_record_officer(1000);
    EXPECT_FALSE(site.vault->give_up_record_key(kName)) << "its officer has gone";
    EXPECT_TRUE(opened_by(officer)) << "and still reads what was sealed to the key";
    EXPECT_TRUE(opened_by_site());
    EXPECT_FALSE(site.vault->give_up_record_key("never made"));
}

TEST_F(RecordSeals, AreMadeAnewForNewKeys) {
    site.vault->put_record_officer(1000, officer.public_key());
    site.vault->record_key(kName, kAboutAlice);  // who has no keys yet
    site.add_alice();
    EXPECT_EQ(opened_by_alice(), std::nullopt);
    EXPECT_TRUE(site.vault->seal_record_key(kName, kAboutAlice).added);
    EXPECT_TRUE(opened_by_alice());
    EXPECT_FALSE(site.vault->seal_record_key(kName, kAboutAlice).added);

    site.vault->release(site.vault->renew_keys(Site::kAlice, Site::kPassword).keys);
    EXPECT_EQ(opened_by_alice(), std::nullopt);
    const ReadingKey second = new_officer_key();
    site.vault->put_record_officer(1001, second.public_key());
    EXPECT_TRUE(site.vault->seal_record_key(kName, kAboutAlice).added);
    EXPECT_TRUE(opened_by_alice());
    EXPECT_TRUE(opened_by(second));
    EXPECT_TRUE(opened_by(officer));
    EXPECT_EQ(rows("SELECT count(*) FROM record_key_seals WHERE kind = 1"), 1);

    ASSERT_TRUE(site.vault->give_up_record_key(kName));
    site.vault->put_record_officer(1002, new_officer_key().public_key());
    const RecordSealing sealing = site.vault->seal_record_key(kName, kAboutAlice);
    EXPECT_FALSE(sealing.added);
    EXPECT_TRUE(sealing.lacking) << "the site cannot seal what it cannot open";
    EXPECT_FALSE(site.vault->seal_record_key("never made", kAboutAlice).lacking);
}

TEST_F(RecordSeals, AreMadeAnewByTheKeyOfAnOfficerWhereTheSiteHasNoCopy) {
    site.add_alice();
    site.vault->put_record_officer(1000, officer.public_key());
    const std::string key(site.vault->record_key(kName, kAboutAlice).view());
    ASSERT_TRUE(site.vault->give_up_record_key(kName));
    const ReadingKey successor = new_officer_key();
    site.vault->put_record_officer(1001, successor.public_key());
    site.vault->release(site.vault->renew_keys(Site::kAlice, Site::kPassword).keys);
    EXPECT_TRUE(site.vault->seal_record_key(kName, kAboutAlice, &successor).lacking)
        << "it opens nothing yet";
    const RecordSealing sealing = site.vault->seal_record_key(kName, kAboutAlice, &officer);
    EXPECT_TRUE(sealing.added);
    EXPECT_FALSE(sealing.lacking);
    EXPECT_EQ(opened_by(successor), key);
    EXPECT_EQ(opened_by_alice(), key);
    EXPECT_EQ(opened_by_site(), std::nullopt) << "the site gets no copy back";
}

TEST_F(RecordSeals, GoWithTheKeyFromTheFileAndFromACopyThatIsTakenLater) {
    site.add_alice();
    site.vault->put_record_officer(1000, officer.public_key());
    site.vault->record_key(kName, kAboutAlice);
    std::vector<std::string> slots;
    {
        sql::Session session(site.data() / "keys.db", sql::Access::read_only);
        for (const char* select : {"SELECT octets FROM record_keys JOIN slots ON id = slot",
                                   "SELECT octets FROM record_key_seals JOIN slots ON id = slot"}) {
            auto found = session(select).query();
            for (const auto& row : found) slots.emplace_back(row.octets(0));
        }
    }
    ASSERT_EQ(slots.size(), 3U);
    site.vault->destroy_record_key(kName);
    const auto copy = site.root / "copy.db";
    site.vault->backup(copy);
    for (const auto& slot : slots) {
        EXPECT_EQ(site.keys_octets().find(slot), std::string::npos);
        EXPECT_EQ(test::octets_of(copy).find(slot), std::string::npos);
    }
    EXPECT_EQ(site.vault->record_key_state(kName), RecordKeyState::absent);
    EXPECT_EQ(opened_by(officer), std::nullopt);
    EXPECT_EQ(opened_by_alice(), std::nullopt);
    EXPECT_EQ(opened_by_site(), std::nullopt);
}

TEST_F(RecordSeals, OfAGivenUpKeyLeaveNoOctetOfTheSitesCopy) {
    site.vault->put_record_officer(1000, officer.public_key());
    site.vault->record_key(kName, kHouse);
    sql::Session session(site.data() / "keys.db", sql::Access::read_only);
    const auto slot = session("SELECT octets FROM record_keys JOIN slots ON id = slot").octets();
    ASSERT_NE(site.keys_octets().find(*slot), std::string::npos);
    ASSERT_TRUE(site.vault->give_up_record_key(kName));
    EXPECT_EQ(site.keys_octets().find(*slot), std::string::npos);
}

TEST_F(RecordSeals, AreForNobodyWhoWroteHisOwnKeyIntoTheFile) {
    site.vault->put_record_officer(1000, officer.public_key());
    site.vault->record_key(kName, kHouse);
    site.close();
    {
        const std::string intruder = new_officer_key().public_key().octets;
        sql::Session session(site.data() / "keys.db", sql::Access::read_write);
        session("UPDATE record_officers SET public_key = ?").run(sql::Blob{intruder});
    }
    site.open();
    EXPECT_THROW(site.vault->record_key("another", kHouse), StorageError);
    EXPECT_THROW((void)site.vault->record_officers(), StorageError);
}

TEST_F(RecordSeals, OfOneKeyDoNotOpenAsAnothers) {
    site.vault->put_record_officer(1000, officer.public_key());
    site.vault->record_key(kName, kHouse);
    site.vault->record_key("another", kHouse);
    site.close();
    {
        sql::Session session(site.data() / "keys.db", sql::Access::read_write);
        session(
            "UPDATE record_key_seals SET (slot, sealed) = (SELECT slot, sealed FROM "
            "record_key_seals AS other"
            " WHERE other.lookup <> record_key_seals.lookup AND other.kind = 2) WHERE kind = 2")
            .run();
    }
    site.open();
    const auto opens = [this](std::string_view name) {
        try {
            return site.vault->find_record_key(name, officer).has_value();
        } catch (const StorageError&) {
            return false;
        }
    };
    EXPECT_NE(opens(kName), opens("another")) << "both rows hold the seal of one of them now";
}

std::string pem_of(EVP_PKEY* key, bool is_private, const char* passphrase = nullptr) {
    BIO* const bio = BIO_new(BIO_s_mem());
    if (is_private) {
        PEM_write_bio_PKCS8PrivateKey(bio, key, passphrase != nullptr ? EVP_aes_256_cbc() : nullptr,
                                      nullptr, 0, nullptr, const_cast<char*>(passphrase));
    } else {
        PEM_write_bio_PUBKEY(bio, key);
    }
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio, &text);
    std::string pem(text, static_cast<std::size_t>(size));
    BIO_free(bio);
    return pem;
}

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

TEST(ReadingKey, IsReadFromWhatOpensslWrites) {
    const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519"));
    const ReadingPublicKey half = read_reading_public_key(pem_of(key.get(), false));
    EXPECT_EQ(ReadingKey::read(pem_of(key.get(), true), "").public_key(), half);
    const std::string encrypted = pem_of(key.get(), true, "open sesame");
    EXPECT_EQ(ReadingKey::read(encrypted, "open sesame").public_key(), half);
    EXPECT_EQ(fingerprint(half).size(), 16U);
    EXPECT_THROW(ReadingKey::read(encrypted, "open barley"), Unacceptable);
    EXPECT_THROW(ReadingKey::read(encrypted, ""), Unacceptable);
}

TEST(ReadingKey, IsNoOtherKey) {
    const Key signing(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const Key reading(EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519"));
    EXPECT_THROW(read_reading_public_key(pem_of(signing.get(), false)), Unacceptable);
    EXPECT_THROW(read_reading_public_key(pem_of(reading.get(), true)), Unacceptable)
        << "a private key";
    EXPECT_THROW(read_reading_public_key("no key"), Unacceptable);
    EXPECT_THROW(ReadingKey::read(pem_of(signing.get(), true), ""), Unacceptable);
    EXPECT_THROW(ReadingKey::read(pem_of(reading.get(), false), ""), Unacceptable);
    EXPECT_THROW(ReadingKey::of("short"), Unacceptable);
}

TEST(ReadingKey, IsNotOfSmallOrder) {
    const std::array<unsigned char, 32> zero{};
    const Key key(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, zero.data(), zero.size()));
    EXPECT_THROW(read_reading_public_key(pem_of(key.get(), false)), Unacceptable);
}

}  // namespace
}  // namespace postvern::records
