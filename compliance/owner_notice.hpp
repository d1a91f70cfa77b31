// A letter to an owner as a message for the owner's mailbox: from the house, plain text, without
// anything that tells whether or when it is read. Value functions without state.
#pragma once

#include <string>

#include "compliance/letters.hpp"

namespace postvern::compliance {

struct NoticeEnvelope {
    std::string house;    // its name
    std::string from;     // its address, such as legal@example.no
    std::string to;       // the owner's
    Moment sent{};        // of the Date field
    std::string case_id;  // public reference of the case: 1 to 64 of 0-9, a-z and "-"
};

// The message, CRLF, ending in one; lines of at most 998 octets; 8bit. Written again for the same
// letter and envelope it is the same, Message-ID included, so that it can be told whether it was
// delivered before. Throws std::invalid_argument for an address or reference that is none, or a
// name that cannot be printed, and std::logic_error for a letter that is not to an owner.  RFC 5322
// 2, 3; RFC 2047 2, 4.2; RFC 3834 5
std::string owner_notice(const Letter& letter, const NoticeEnvelope& envelope);

}  // namespace postvern::compliance
