// The ENVELOPE of a message, from its header block.
// Thread safety: a function of its argument.
#pragma once

#include <string_view>

#include "records/message.hpp"

namespace postvern::records::format {

// Of several fields of one name the first counts, save that To, Cc and Bcc join.  RFC 9051 7.5.2;
// RFC 5322 4.5.2, 4.5.3
Envelope envelope_of(std::string_view header);

}  // namespace postvern::records::format
