// What a letter's template may and must say. Values without state.
#pragma once

#include <cstdint>
#include <vector>

#include "compliance/letters.hpp"

namespace postvern::compliance::letters {

struct TemplateFields {
    std::vector<LetterField> needed;    // always there, and to be said
    std::vector<LetterField> optional;  // in [if] or [each] only
    std::vector<LetterField> common{};  // always there
};

// `common`: what the frame says, which the letter may say again.
TemplateFields fields_of(LetterKind kind);
TemplateFields fields_of_frame();

// Passages that a letter must contain.
enum Passage : std::uint8_t {
    kNoOracle = 1,     // "neither confirm nor deny": Personal Data Act § 16
    kComplaint = 2,    // Datatilsynet, Personvernnemnda: GDPR Art. 77
    kCourtReview = 4,  // Strpl § 208
};
std::uint8_t passages_of(LetterKind kind);

}  // namespace postvern::compliance::letters
