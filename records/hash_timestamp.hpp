// Timestamps (RFC 3161) of a SHA-256: the question to an authority, and the check of its answer. Who asks the authority is
// the caller. Free functions, thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "records/errors.hpp"
#include "records/sha256.hpp"

namespace postvern::records {

// TimeStampReq, DER, asking for the certificate.  RFC 3161 2.4.1
std::string timestamp_question(const Sha256& hash, std::uint64_t nonce);

// The time (Unix seconds) that `answer`, a TimeStampResp in DER and nothing else, states. Throws Unacceptable unless it is
// granted, over the hash, with the nonce, and signed by one whom `certificates` (PEM) certify, now, for timestamping and
// nothing else.  RFC 3161 2.4.2, 2.3
std::int64_t check_timestamp(std::string_view answer, const Sha256& hash, std::uint64_t nonce,
                             const std::filesystem::path& certificates);

}  // namespace postvern::records
