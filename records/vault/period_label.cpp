#include "records/vault/period_label.hpp"

#include "records/disclosure_key.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records {

namespace vault {

std::string period_label(std::string_view site_id, const KeyPlace& place, PeriodKeyId id) {
    Framing fields("period key");
    fields.text(site_id)
        .number(number(place.account))
        .small(static_cast<std::uint8_t>(place.data_class))
        .number(static_cast<std::uint64_t>(static_cast<std::int64_t>(place.day)))
        .number(number(id));
    return std::string(fields.view());
}

std::string period_commitment(std::string_view key, std::string_view label) {
    return std::string(hmac(key, Framing("period key commitment").text(label).view()).view());
}

}  // namespace vault

threshold::Commit commitment_of(AccountId account, const threshold::Label& label) {
    const vault::KeyPlace place{account, static_cast<DataClass>(label.data_class),
                                static_cast<Day>(label.day)};
    return [text = vault::period_label(threshold::view(label.site), place, PeriodKeyId{label.key_id})](
               const threshold::PeriodKey& key) {
        return threshold::octets_of<32>(vault::period_commitment(key.view(), text));
    };
}

}  // namespace postvern::records
