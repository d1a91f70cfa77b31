#include "services/control/csv.hpp"

namespace postvern::services::control {

namespace {

// By their first character. Tabs and line ends are skipped by some programs before they look.
bool is_taken_for_formula(std::string_view cell) {
    return !cell.empty() &&
           std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos;
}

void append_cell(std::string& line, std::string_view cell) {
    const bool guarded = is_taken_for_formula(cell);
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
        line.append(guarded ? "'" : "").append(cell);
        return;
    }
    line += guarded ? "\"'" : "\"";
    for (const char each : cell) {
        if (each == '"') line += '"';
        line += each;
    }
    line += '"';
}

}  // namespace

std::string csv_line(std::initializer_list<std::string_view> cells) {
    std::string line;
    bool first = true;
    for (const std::string_view cell : cells) {
        if (!first) line += ',';
        first = false;
        append_cell(line, cell);
    }
    return line + "\r\n";
}

}  // namespace postvern::services::control
