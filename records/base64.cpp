#include "records/base64.hpp"

#include <openssl/evp.h>

namespace postvern::records {

std::string base64(std::string_view octets) {
    std::string text(4 * ((octets.size() + 2) / 3) + 1, '\0');  // EVP ends it with a NUL
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                       reinterpret_cast<const unsigned char*>(octets.data()),
                                       static_cast<int>(octets.size()));
    text.resize(static_cast<std::size_t>(length));
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.empty()) return std::string();
    if (text.size() % 4 != 0) return {};
    std::string octets(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(reinterpret_cast<unsigned char*>(octets.data()),
                        reinterpret_cast<const unsigned char*>(text.data()),
                        static_cast<int>(text.size())) < 0) {
        return {};
    }
    octets.resize(octets.size() - (text.ends_with("==") ? 2U : text.ends_with('=') ? 1U : 0U));
    // OpenSSL is lenient about white space and spare bits; one text per value is what we promise.
    if (base64(octets) != text) return {};
    return octets;
}

}  // namespace postvern::records
