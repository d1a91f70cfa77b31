#include "records/vault/private_data.hpp"

#include "records/errors.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

constexpr char kFormat = 1;
constexpr std::size_t kLookupSize = 16;

std::string bound_to(const KeyBlock& block, std::string_view label) {
    Framing fields("private data");
    fields.small(kFormat).number(number(block.account())).text(label);
    return std::string(fields.view());
}

}  // namespace

std::string seal_private(const KeyBlock& block, std::string_view label, std::string_view plain) {
    return kFormat + seal_small(block.private_seal_key(), bound_to(block, label), plain);
}

std::string open_private(const KeyBlock& block, std::string_view label, std::string_view sealed) {
    if (sealed.empty() || sealed.front() != kFormat) {
        throw StorageError("a text sealed to the owner is damaged: unknown format");
    }
    return open_small(block.private_seal_key(), bound_to(block, label), sealed.substr(1),
                      "a text sealed to the owner");
}

std::string private_lookup(const KeyBlock& block, std::string_view label, std::string_view value) {
    const Secret tag = hmac(block.private_lookup_key().view(),
                            Framing("private lookup").text(label).text(value).view());
    return std::string(tag.view().substr(0, kLookupSize));
}

}  // namespace postvern::records::vault
