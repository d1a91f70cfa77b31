// The tag files under evidence/, and bag-info.txt. Pure but for what they write.
#pragma once

#include <string>
#include <string_view>

#include "compliance/bag.hpp"
#include "compliance/bag/bag_files.hpp"
#include "compliance/bag/scope.hpp"

namespace postvern::compliance::bag {

// Throws Unacceptable where something is missing that each disclosure needs, or a name or line is none.
void require_whole(const BagEvidence& evidence);
void write_evidence(BagFiles& files, const Scope& scope, std::string_view order, const BagEvidence& evidence,
                    const Listing& items);
// RFC 8493 2.2.2
std::string bag_info(const BagSettings& settings, const Scope& scope, const BagFiles& files);

// `text` as one field of a line: '%' and controls by their hexadecimal digits behind '%' (RFC 3986 2.1).
std::string field(std::string_view text);

}  // namespace postvern::compliance::bag
