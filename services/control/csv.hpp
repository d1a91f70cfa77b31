// Tables as text for spreadsheet programs: RFC 4180. Pure functions.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace postvern::services::control {

// One line with its line end, CRLF. A cell with a comma, a quote or a line end is quoted, quotes in
// it are doubled. A cell that a spreadsheet program would take for a formula gets an apostrophe in
// front, and stays text there.
std::string csv_line(std::initializer_list<std::string_view> cells);

}  // namespace postvern::services::control
