// The public disclosure key as officers' devices write it (docs/formats/disclosure-documents.md). Pure function.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "records/errors.hpp"
#include "records/threshold.hpp"

namespace postvern::compliance {

// Throws records::Unacceptable for what is no such file, and for a key that was made for another site.
records::threshold::PublicKey read_disclosure_key(std::string_view text, const std::array<std::uint8_t, 16>& site);

}  // namespace postvern::compliance
