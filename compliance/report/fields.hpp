// The fields of a transparency report: what is one, and how they stand in commitments. Pure.
#pragma once

#include <string>
#include <string_view>

#include "compliance/transparency_report.hpp"

namespace postvern::compliance::report {

// Each throws records::Unacceptable, with the field's name.
void require_word(std::string_view text, const std::string& name);  // [a-z0-9-], 1 to 64
void require_country(std::string_view text);
void require_line(std::string_view text, const std::string& name);  // printable, 1 to 200 octets
// Its first day, "2027-07-01".
std::string first_day(std::string_view period);
// The first day after the period, "2027-07-01".
std::string day_after(std::string_view period);
// Whether two periods are of one form: both years, halves, quarters or months.
bool are_alike(std::string_view one, std::string_view other);
void require_tuple(const CaseTuple& tuple);

// MTH of leaves by their octets.  RFC 6962 2.1
records::Sha256 root_of(const std::vector<records::Sha256>& leaves);

}  // namespace postvern::compliance::report
