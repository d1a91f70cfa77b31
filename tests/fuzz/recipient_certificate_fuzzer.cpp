// Certificates that an authority sends: refused, or read as something that can be encrypted to.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compliance/recipient_certificate.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto read = postvern::compliance::read_recipient_certificate({reinterpret_cast<const char*>(data), size});
        if (read.der.empty() || read.key.empty() || read.subject.size() > 256) std::abort();
        for (const char each : read.subject) {
            if (each < ' ' || each > '~') std::abort();
        }
    } catch (const postvern::records::Unacceptable&) {
        // Most are.
    }
    return 0;
}
