// Forms of court orders as they come from files: refused, or read and written alike; and no question about one that was
// read fails.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compliance/cases.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace compliance = postvern::compliance;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const auto order = compliance::parse_court_order(text);
        if (compliance::to_text(order) != text) std::abort();
        compliance::CaseView view;
        view.state = compliance::CaseState::order_received;
        view.order = order;
        view.reference = order.legal_case;
        compliance::defects(order, view, 1'804'680'000);
        compliance::may(view, compliance::CaseStep::validate, {compliance::CaseActor::legal_officer, 1}, 1'804'680'000);
    } catch (const compliance::CourtOrderSyntaxError&) {
        // Most are.
    }
    return 0;
}
