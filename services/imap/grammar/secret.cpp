#include "services/imap/grammar/secret.hpp"

#include <cstddef>

namespace postvern::services::imap::grammar {

void wipe(std::string& text) noexcept {
    text.resize(text.capacity());  // within the capacity: allocates nothing
    volatile char* octets = text.data();
    for (std::size_t i = 0; i < text.size(); ++i) octets[i] = '\0';
    text.clear();
}

Secret& Secret::operator=(Secret&& other) {
    if (this == &other) return *this;
    wipe(octets_);
    octets_ = other.octets_;
    wipe(other.octets_);
    return *this;
}

}  // namespace postvern::services::imap::grammar
