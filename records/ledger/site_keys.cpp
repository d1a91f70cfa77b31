#include "records/ledger/site_keys.hpp"

#include <algorithm>
#include <stdexcept>

#include "records/ledger/big_endian.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::ledger {

namespace {

// A role of its own beside RecordedRole: the house as the subject of an act.
constexpr std::uint8_t kHouse = 0;

template <typename Octets>
Octets shortened(const Secret& hash) {
    Octets octets;
    std::copy_n(hash.data(), octets.size(), octets.begin());
    return octets;
}

Pseudonym pseudonym(const Secret& key, std::uint8_t role, std::uint64_t id) {
    const auto message = vault::Framing("ledger pseudonym").small(role).number(id);
    return shortened<Pseudonym>(vault::hmac(key.view(), message.view()));
}

NoteVerifier verifier_of(const NoteSigner& signer) {
    auto verifier = NoteVerifier::from(signer.verifier_key());
    if (!verifier) throw std::logic_error("the site's name is not fit for a signer's");
    return *verifier;
}

}  // namespace

std::string origin_of(const LedgerKeys& keys) { return keys.site_name() + "/ledger"; }

SiteKeys::SiteKeys(const LedgerKeys& keys)
    : origin_(origin_of(keys)),
      signer_(origin_, keys.derive("ledger signature")),
      verifier_(verifier_of(signer_)),
      pseudonym_key_(keys.derive("ledger pseudonyms")),
      dummy_key_(keys.derive("ledger dummies")),
      index_key_(keys.derive("ledger index")) {}

Pseudonym SiteKeys::pseudonym_of(const policy::Principal& principal) const {
    return pseudonym(pseudonym_key_, static_cast<std::uint8_t>(recorded(principal.role)),
                     principal.id);
}

Pseudonym SiteKeys::pseudonym_of(AccountId subject) const {
    if (subject == policy::kNoAccount) return pseudonym(pseudonym_key_, kHouse, 0);
    return pseudonym_of(policy::Principal::owner(subject));
}

std::uint64_t SiteKeys::place_of(const LookupTag& tag) const {
    const auto message = vault::Framing("ledger place").text(
        {reinterpret_cast<const char*>(tag.data()), tag.size()});
    const Secret hash = vault::hmac(dummy_key_.view(), message.view());
    return big_endian<std::uint64_t>(hash.view().substr(0, 8));
}

CaseReference SiteKeys::reference_of_case(std::uint64_t number) const {
    if (number == 0) return {};
    const auto message = vault::Framing("ledger case").number(number);
    return shortened<CaseReference>(vault::hmac(pseudonym_key_.view(), message.view()));
}

Secret SiteKeys::key_without_entries(const Pseudonym& subject, Stream stream) const {
    const auto message = vault::Framing("ledger stream without entries")
                             .text({reinterpret_cast<const char*>(subject.data()), subject.size()})
                             .small(static_cast<std::uint8_t>(stream));
    return vault::hmac(pseudonym_key_.view(), message.view());
}

Leaf SiteKeys::dummy(merkle::LeafIndex index, Day batch_day) const {
    const auto seed_name = vault::Framing("ledger dummy seed").number(index);
    const auto tag_name = vault::Framing("ledger dummy tag").number(index);
    const Secret seed = vault::hmac(dummy_key_.view(), seed_name.view());
    static const std::string kZeroRecord(kPrivateRecordSize, '\0');
    return {batch_day, commitment_to(seed, kZeroRecord),
            shortened<LookupTag>(vault::hmac(dummy_key_.view(), tag_name.view()))};
}

Commitment commitment_to(const Secret& seed, std::string_view private_record) {
    return shortened<Commitment>(vault::hmac(seed.view(), private_record));
}

std::string hex(const Pseudonym& pseudonym) {
    std::string digits;
    for (const std::uint8_t octet : pseudonym) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        digits += kDigits[octet >> 4];
        digits += kDigits[octet & 15];
    }
    return digits;
}

}  // namespace postvern::records::ledger
