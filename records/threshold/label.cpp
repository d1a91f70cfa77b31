#include "records/threshold/label.hpp"

#include <sodium.h>

#include "records/threshold/fields.hpp"

namespace postvern::records::threshold {

std::string Label::encode() const {
    return Writer(kSize)
        .add(site)
        .add(account)
        .number(data_class, 1)
        .number(static_cast<std::uint64_t>(day), 8)
        .number(key_id, 8)
        .add(commitment)
        .take();
}

Label Label::decode(std::string_view octets) {
    Reader reader("label", octets, kSize);
    Label label{};
    label.site = reader.octets<16>();
    label.account = reader.octets<32>();
    label.data_class = static_cast<std::uint8_t>(reader.number(1));
    if (label.data_class == 0) reader.refuse("data class", "none", 1);
    label.day = static_cast<std::int64_t>(reader.number(8));
    label.key_id = reader.number(8);
    label.commitment = reader.octets<32>();
    return label;
}

Octets<32> account_id(const Octets<32>& salt, std::string_view canonical_address) {
    const std::string framed = [&] {
        constexpr std::string_view kDomain = "postvern account id 1";
        Writer writer(kDomain.size() + salt.size() + canonical_address.size() + 12);
        for (const std::string_view field : {kDomain, view(salt), canonical_address}) {
            writer.number(field.size(), 4).add(field);
        }
        return writer.take();
    }();
    Octets<32> id;
    crypto_hash_sha256(id.data(), reinterpret_cast<const unsigned char*>(framed.data()),
                       framed.size());
    return id;
}

}  // namespace postvern::records::threshold
