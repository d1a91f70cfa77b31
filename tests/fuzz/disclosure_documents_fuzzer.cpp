// Every document that officers' devices and the server take from each other: refused with SyntaxError, or read to what
// writes the same octets.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compliance/disclosure/ceremony_documents.hpp"
#include "compliance/disclosure/partials.hpp"
#include "compliance/disclosure/refused.hpp"
#include "compliance/disclosure/request.hpp"

namespace disclosure = postvern::compliance::disclosure;

namespace {

template <typename Act>
void attempt(Act act) {
    try {
        if (!act()) std::abort();
    } catch (const disclosure::SyntaxError&) {
        // Most are.
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    attempt([&] { return disclosure::parse_order(text).text == text; });
    attempt([&] { return disclosure::to_text(disclosure::parse_request(text)) == text; });
    attempt([&] { return disclosure::to_text(disclosure::parse_partials(text)) == text; });
    attempt([&] { return disclosure::parse_order_signature(text).text == text; });
    attempt([&] { return disclosure::parse_approval(text).text == text; });
    attempt([&] { return disclosure::parse_attestation(text).text == text; });
    attempt([&] { return disclosure::parse_withdrawal(text).text == text; });
    attempt([&] { return disclosure::parse_appointment(text).text == text; });
    attempt([&] { return disclosure::parse_card(text).text == text; });
    attempt([&] { return disclosure::to_text(disclosure::parse_plan(text)) == text; });
    attempt([&] { return disclosure::to_text(disclosure::parse_messages(text)) == text; });
    attempt([&] { return disclosure::to_text(disclosure::parse_disclosure_key(text)) == text; });
    return 0;
}
