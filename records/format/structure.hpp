// The tree of parts of a message, with the octets of each.
// Thread safety: a function of its argument.
#pragma once

#include <string_view>

#include "records/message.hpp"

namespace postvern::records::format {

// The root of the tree: the message itself. One pass over the octets; recursion is bounded by
// kMaxDepth. An inner part ends with its multipart, the multipart at the latest with the one around
// it. RFC 2046 5.1, 5.2.1; RFC 2045 5.2
BodyPart structure_of(std::string_view message);

}  // namespace postvern::records::format
