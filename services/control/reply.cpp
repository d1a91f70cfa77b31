#include "services/control/reply.hpp"

#include <openssl/crypto.h>

namespace postvern::services::control {

void wipe(std::string& text) noexcept { OPENSSL_cleanse(text.data(), text.size()); }

Reply& Reply::operator=(Reply&& other) noexcept {
    status = other.status;
    text.swap(other.text);  // the other wipes what was here
    data = other.data;
    is_report = other.is_report;
    return *this;
}

}  // namespace postvern::services::control
