// Statements on rulebooks and officers' public keys, as they come from files that others wrote:
// refused, or read and written alike.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "records/rulebook_statement.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const auto statement = postvern::records::read_statement(text);
        const auto again =
            postvern::records::parse_statement(postvern::records::to_text(statement));
        if (again != statement) std::abort();
    } catch (const postvern::records::Unacceptable&) {
        // Most are.
    }
    try {
        postvern::records::fingerprint(postvern::records::read_public_key(text));
    } catch (const postvern::records::Unacceptable&) {
        // Likewise.
    }
    return 0;
}
