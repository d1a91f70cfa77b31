// Any octets as request.toml: it is read or refused with a RequestSyntaxError. What is read is
// classified by the rules that ship, and every proposal says why; no unverified sender gets more
// than a rejection. Input: the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "compliance/requests.hpp"

namespace {

namespace compliance = postvern::compliance;

const compliance::RequestRules& rules() {
    static const auto kRules =
        compliance::RequestRules::read_directory(compliance::RequestRules::shipped_directory());
    return kRules;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const auto intake = compliance::read_intake({reinterpret_cast<const char*>(data), size});
        const auto proposal = compliance::classify(rules(), intake);
        if (proposal.reasons.empty() || proposal.letter.empty()) std::abort();
        if (!intake.verified && proposal.answer != compliance::Answer::rejected) std::abort();
    } catch (const compliance::RequestSyntaxError&) {
    }
    return 0;
}
