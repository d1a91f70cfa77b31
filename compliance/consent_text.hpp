// What owners are asked to agree to: optional processing, each by a text of its own that says what is done,
// with what, and how to end it (GDPR Art. 7(1)-(3), Art. 13). A changed text is a new version, and consents to
// the one before count no more. Values without state.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "policy/action.hpp"
#include "records/consent_texts.hpp"

namespace postvern::compliance {

struct ConsentText {
    policy::Purpose purpose{};
    std::int64_t version = 0;  // from 1
    std::string_view english;
    std::string_view norwegian;
};

// Those in force.
std::span<const ConsentText> consent_texts() noexcept;

// Their versions, for the register.
records::ConsentTexts consent_versions();

}  // namespace postvern::compliance
