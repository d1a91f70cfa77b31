#include "records/vault/object_key.hpp"

#include "records/errors.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"

namespace postvern::records::vault {

namespace {

constexpr char kFormat = 1;

Framing bound_to(const ObjectLabel& label) {
    Framing fields("object key");
    fields.small(kFormat)
        .number(number(label.account))
        .number(number(label.period))
        .number(number(label.object))
        .small(static_cast<std::uint8_t>(label.kind));
    return fields;
}

}  // namespace

std::string wrap_object_key(const Secret& period_key, const ObjectLabel& label, const Secret& key) {
    return kFormat + seal_small(period_key, bound_to(label).view(), key);
}

Secret unwrap_object_key(const Secret& period_key, const ObjectLabel& label,
                         std::string_view wrap) {
    if (wrap.empty() || wrap.front() != kFormat) {
        throw StorageError("the key of an object is damaged: unknown format");
    }
    return open_small_secret(period_key, bound_to(label).view(), wrap.substr(1),
                             "the key of an object");
}

}  // namespace postvern::records::vault
