// The field in which a spam filter wrote its decision: SpamAssassin's X-Spam-Flag ("YES") and X-Spam-Status ("No, score=-1.2
// required=5.0 ..."), rspamd's X-Spam ("Yes") and X-Spam-Status. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "records/statistics.hpp"

namespace postvern::services::smtp::grammar {

// Of `body` (what stands behind the colon, folding included): its first word is "yes" or "no", without regard to case,
// behind which it ends or a blank or comma follows. Absent: it says something else.
std::optional<records::SpamDecision> parse_spam_decision(std::string_view body);

}  // namespace postvern::services::smtp::grammar
