// Whose entries, and of which stream, whoever reads may see. Plain value.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "records/ledger/private_record.hpp"
#include "records/record_readers.hpp"

namespace postvern::records::ledger {

struct Sight {
    std::optional<Pseudonym> only{};          // entries about nobody else; they are numbered as they are seen
    std::vector<CaseReference> told{};        // of the restricted stream: entries of these cases alone
    RecordOpener opener{};                    // by whose private key, beside the site's copies
    std::optional<CaseReference> of_case{};   // entries of this case alone, in whichever stream; all zero: of none yet

    bool sees(const PrivateRecord& record) const {
        const bool restricted = record.stream == Stream::restricted;
        if (of_case) {
            return record.case_reference == *of_case && (*of_case != CaseReference{} || restricted);
        }
        if (only && record.subject != *only) return false;
        return !restricted || (record.case_reference != CaseReference{} &&
                               std::find(told.begin(), told.end(), record.case_reference) != told.end());
    }
};

}  // namespace postvern::records::ledger
