// Timestamps of texts by RFC 3161: the question to an authority, and the check of its answer, by
// OpenSSL. Free functions, thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::records::ledger {

// Octets of an answer at most; usual ones have 2 to 6 KiB.
inline constexpr std::size_t kLongestTimestamp = std::size_t{64} * 1024;

// TimeStampReq, DER: over SHA-256 of `text`, with that nonce, asking for the certificate.  RFC
// 3161 2.4.1
std::string timestamp_question(std::string_view text, std::uint64_t nonce);

// How an answer is checked.
struct TimestampCheck {
    std::string_view text;                 // that it is about
    std::optional<std::uint64_t> nonce{};  // absent: any, of an answer that was kept
    std::filesystem::path
        certificates{};  // PEM, whom to trust; empty: nobody signs, only the imprint is compared
    enum class At { now, its_own_time } at = At::now;  // when the certificates must be valid
};

// The time (Unix seconds) that `answer`, a TimeStampResp in DER and nothing else, states for the
// text. Throws Unacceptable unless it is granted, over the text and with the nonce, and, where
// certificates are given, signed by one whom they certify for timestamping, and nothing else.  RFC
// 3161 2.4.2, 2.3
std::int64_t check_timestamp(std::string_view answer, const TimestampCheck& check);

}  // namespace postvern::records::ledger
