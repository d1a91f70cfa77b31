// Guessing: whoever has all files of a ledger, and a list of all accounts, finds none of them
// there. Every 16 octets of every file, as they are and read as hexadecimal and Base64, are
// compared with what can be computed of each account without the site's key, and with the
// pseudonyms themselves, which are nowhere in the clear.
#include <openssl/evp.h>

#include <fstream>
#include <iterator>
#include <unordered_map>

#include "records/ledger/site_keys.hpp"
#include "records/vault/framing.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLength = 16;  // octets: of a pseudonym, a tag, a reference
constexpr std::uint64_t kAccounts = 300;
constexpr std::uint32_t kOperator = 1000;

std::string digest(const char* algorithm, std::string_view octets) {
    std::string hash(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_Digest(octets.data(), octets.size(), reinterpret_cast<unsigned char*>(hash.data()), &size,
               EVP_get_digestbyname(algorithm), nullptr);
    return hash.substr(0, size);
}

std::string number(std::uint64_t value, int octets, bool big) {
    std::string text;
    for (int i = 0; i < octets; ++i)
        text += static_cast<char>(value >> 8 * (big ? octets - 1 - i : i));
    return text;
}

// How an account's number, address or name may be written down before it is hashed.
std::vector<std::string> writings(std::uint64_t account) {
    const std::string digits = std::to_string(account);
    std::vector<std::string> list = {digits, digits + '\n', "owner:" + digits, "owner/" + digits,
                                     "account " + digits};
    for (const bool big : {false, true}) {
        for (const int octets : {4, 8}) list.push_back(number(account, octets, big));
    }
    for (const char* name : {"person", "Person"}) {
        list.push_back(name + digits);
        list.push_back(name + digits + "@example.org");
        list.push_back('<' + list.back() + '>');
    }
    for (const std::uint8_t role : {std::uint8_t{0}, std::uint8_t{1}, std::uint8_t{4}}) {
        list.emplace_back(vault::Framing("ledger pseudonym").small(role).number(account).view());
    }
    return list;
}

class LedgerDictionary : public House {
  protected:
    LedgerDictionary() {
        const SiteKeys site(keys);
        for (std::uint64_t account = 1; account <= kAccounts; ++account) {
            const std::string who = "account " + std::to_string(account);
            for (const std::string& writing : writings(account)) {
                for (const char* algorithm : {"SHA256", "SHA1", "MD5", "SHA512"})
                    enter(digest(algorithm, writing), who + " hashed");
                for (const std::string& key :
                     {std::string(), std::string(32, '\0'), keys.site_name(), site.origin()}) {
                    enter(vault::hmac(key, writing).view(),
                          who + " under a key that everybody has");
                }
            }
            const auto pseudonym = site.pseudonym_of(AccountId{account});
            enter({reinterpret_cast<const char*>(pseudonym.data()), pseudonym.size()},
                  who + "'s pseudonym");
        }
    }
    void enter(std::string_view octets, const std::string& what) {
        words.emplace(octets.substr(0, kLength), what);
    }
    // What of the dictionary is in `octets`; empty: nothing.
    std::string found_in(std::string_view octets) const {
        for (std::size_t at = 0; at + kLength <= octets.size(); ++at) {
            const auto found = words.find(std::string(octets.substr(at, kLength)));
            if (found != words.end()) return found->second;
        }
        return {};
    }
    // The same, also of what reads as hexadecimal or Base64 in it.
    std::string found_anyhow_in(const std::string& octets) const {
        std::string found = found_in(octets);
        for (std::size_t at = 0; found.empty() && at + 2 * kLength <= octets.size(); ++at) {
            found = found_in(from_hexadecimal(std::string_view(octets).substr(at, 2 * kLength)));
        }
        for (std::size_t at = 0; found.empty() && at + 24 <= octets.size(); ++at) {
            unsigned char decoded[18];
            const auto* text = reinterpret_cast<const unsigned char*>(octets.data() + at);
            if (EVP_DecodeBlock(decoded, text, 24) == 18) {
                found = found_in({reinterpret_cast<const char*>(decoded), 18});
            }
        }
        return found;
    }
    static std::string from_hexadecimal(std::string_view digits) {
        std::string octets;
        for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            const auto high = kDigits.find(static_cast<char>(digits[i] | 0x20));
            const auto low = kDigits.find(static_cast<char>(digits[i + 1] | 0x20));
            if (high == kDigits.npos || low == kDigits.npos) return {};
            octets += static_cast<char>(high << 4 | low);
        }
        return octets;
    }
    std::unordered_map<std::string, std::string> words;
};

TEST_F(LedgerDictionary, FindsWhatIsThere) {
    const std::string hash = digest("SHA256", "person7@example.org");
    EXPECT_EQ(found_anyhow_in("x" + hash), "account 7 hashed");
    EXPECT_EQ(found_anyhow_in("xyz" + hex(SiteKeys(keys).pseudonym_of(AccountId{9}))),
              "account 9's pseudonym");
    unsigned char text[65];
    EVP_EncodeBlock(text, reinterpret_cast<const unsigned char*>(("zz" + hash).data()), 34);
    EXPECT_EQ(found_anyhow_in(reinterpret_cast<const char*>(text)), "account 7 hashed");
    EXPECT_EQ(found_anyhow_in(std::string(1000, 'x')), "");
}

TEST_F(LedgerDictionary, OfAllAccountsFindsNobodyInAnyFile) {
    const auto look = [this] {
        int files = 0;
        for (const auto& entry : fs::recursive_directory_iterator(directory)) {
            if (!entry.is_regular_file()) continue;
            ++files;
            std::ifstream stream(entry.path(), std::ios::binary);
            const std::string content{std::istreambuf_iterator<char>(stream), {}};
            EXPECT_EQ(found_anyhow_in(content), "") << entry.path();
        }
        return files;
    };
    {
        LedgerSettings large = settings();
        large.batch_size = kAccounts;
        Ledger ledger(large, keys);
        for (std::uint64_t account = 1; account <= kAccounts; account += 3) {
            record(ledger,
                   act(AccountId{account}, kOperator + static_cast<std::uint32_t>(account)));
            ledger.tally(access(AccountId{account + 1}));
        }
        ledger.flush_tallies();
        ledger.publish_now();
        record(ledger, act(AccountId{2}));
        EXPECT_GE(look(), 8) << "database, log, anchor, tiles";
    }
    EXPECT_GE(look(), 7);
}

}  // namespace
}  // namespace postvern::records::ledger
