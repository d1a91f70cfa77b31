// Owners of OpenSSL's objects, and what it complained about.
#pragma once

#include <openssl/err.h>

#include <memory>
#include <string>

namespace postvern::compliance::bag {

template <auto release>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        release(object);
    }
};

// The reason of the first complaint since the queue was cleared, without OpenSSL's file names; the queue is then empty.
inline std::string take_reason() {
    const unsigned long error = ERR_peek_error();
    const char* const text = error == 0 ? nullptr : ERR_reason_error_string(error);
    std::string reason = text == nullptr ? "no reason given" : text;
    ERR_clear_error();
    return reason;
}

}  // namespace postvern::compliance::bag
