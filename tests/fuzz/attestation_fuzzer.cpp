// What outsiders answer: signature lines of witnesses after a checkpoint, sizes, timestamps (RFC
// 3161, DER), and verifier keys. Refused, or read; nothing without a signature of the known key is
// accepted.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "records/errors.hpp"
#include "records/ledger/cosigner.hpp"
#include "records/ledger/timestamp.hpp"

namespace ledger = postvern::records::ledger;

namespace {

constexpr std::string_view kCheckpoint =
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

// A key of RFC 8032 7.1. The text that is read is not one that it signed.
const ledger::Cosigner& known() {
    static const ledger::Cosigner cosigner = *ledger::Cosigner::from(
        "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea");
    return cosigner;
}

template <typename Work>
void refusable(const Work& work) {
    try {
        work();
    } catch (const postvern::records::Unacceptable&) {
        // Most are.
    }
}

void read_lines(std::string_view lines) {
    const auto note = ledger::parse_note(std::string(kCheckpoint) + "x\n\n" + std::string(lines));
    if (note && known().find_in(*note)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    refusable([&] { read_lines(text); });
    refusable([&] { ledger::Cosigner::from(text); });
    refusable([&] { ledger::check_timestamp(text, {.text = kCheckpoint}); });
    return 0;
}
