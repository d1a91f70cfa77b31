// Entries of the access record as sentences, for the person whom they are about and for an officer.
// Pure functions.
//
//     On 3 March 2026 between 14:15 and 14:30 UTC an operator administered your account, to
//     administer the service, under ISP-52 [GDPR Art. 6(1)(b)]; 1 item.
#pragma once

#include <cstdint>
#include <string>

#include "records/ledger.hpp"

namespace postvern::services::control {

enum class Audience {
    person,   // the one whose data it is: "your mail"
    officer,  // third person, with pseudonyms, and with the names that filters take
};

// One sentence, without line end. It says what leave was given or refused: not more was done than
// that.
std::string sentence(const records::RecordedAct& act, Audience audience);

// The accesses of an owner on one day: "On 3 March 2026 you came by imap: 14 acts."
std::string sentence(const records::AccessTally& tally, Audience audience);

// When something was that is known to `rounded_to` seconds: "On 3 March 2026 between 14:15 and
// 14:30 UTC", or "at 14:15 UTC" where the minute is known.
std::string moment_in_words(std::int64_t moment, std::int64_t rounded_to);

}  // namespace postvern::services::control
