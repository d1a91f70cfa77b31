#include "records/vault/kdf.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace postvern::records::vault {

namespace {

const unsigned char* octets(std::string_view text) {
    // HMAC takes a null key as "the key of before": an empty one needs an address.
    return reinterpret_cast<const unsigned char*>(text.data() != nullptr ? text.data() : "");
}

struct FreeMacContext {
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};

EVP_MAC_CTX* hmac_context() {
    static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);  // until the process ends
    thread_local const std::unique_ptr<EVP_MAC_CTX, FreeMacContext> context = [] {
        std::unique_ptr<EVP_MAC_CTX, FreeMacContext> made(EVP_MAC_CTX_new(mac));
        char digest[] = "SHA256";
        const OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
            OSSL_PARAM_construct_end()};
        if (!made || EVP_MAC_CTX_set_params(made.get(), parameters) != 1) {
            throw std::runtime_error("OpenSSL cannot set up HMAC-SHA256");
        }
        return made;
    }();
    return context.get();
}

}  // namespace

Secret hmac(std::string_view key, std::string_view message) {
    EVP_MAC_CTX* context = hmac_context();
    Secret tag(kHashSize);
    std::size_t size = 0;
    if (EVP_MAC_init(context, octets(key), key.size(), nullptr) != 1 ||
        EVP_MAC_update(context, octets(message), message.size()) != 1 ||
        EVP_MAC_final(context, tag.data(), &size, tag.size()) != 1 || size != kHashSize) {
        throw std::runtime_error("HMAC failed");
    }
    return tag;
}

Secret extract(std::string_view salt, std::string_view input) { return hmac(salt, input); }

Secret expand(std::string_view pseudorandom_key, std::string_view info, std::size_t size) {
    Secret output(size);
    Secret block;
    std::string message;
    std::size_t filled = 0;
    for (char counter = 1; filled < size; ++counter) {
        message.assign(block.view());
        message += info;
        message += counter;
        block = hmac(pseudorandom_key, message);
        wipe(message);  // it held the block of before
        const std::size_t taken = std::min(kHashSize, size - filled);
        std::copy_n(block.data(), taken, output.data() + filled);
        filled += taken;
    }
    return output;
}

}  // namespace postvern::records::vault
