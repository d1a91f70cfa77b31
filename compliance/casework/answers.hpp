// The letters that answer steps, written from what a case knows. Private to compliance.
#pragma once

#include <string>

#include "compliance/casework.hpp"

namespace postvern::compliance::casework {

struct LetterOffice {
    const LetterTemplates& templates;
    const HouseIdentity& house;
};

// What came of it: `lacks` says which field is missing where no letter could be written.
struct Written {
    std::string id{};
    std::string text{};
    std::string lacks{};
};

// What was written, as it is typeset: its lines as they stand.
Letter letter_of(const std::string& text, std::int64_t moment);

// The letter `id` about the case as `view` has it; `missing`: what the step lacks. Empty id: nothing to write.
Written write_letter(const LetterOffice& office, const std::string& id, const CaseView& view,
                     const records::CaseFile& file, const std::vector<Evidence>& missing, const CaseAct& act,
                     std::int64_t now);

}  // namespace postvern::compliance::casework
