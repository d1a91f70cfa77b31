#include "policy/book/document.hpp"

#include <iterator>
#include <utility>

namespace postvern::policy::book {

void append(Line& line, std::string_view divider, Line runs) {
    if (!line.empty() && !runs.empty()) line.push_back(plain(std::string(divider)));
    line.insert(line.end(), std::make_move_iterator(runs.begin()),
                std::make_move_iterator(runs.end()));
}

std::string anchor_of(std::string_view kind, std::string_view name) {
    std::string anchor(kind);
    bool divide = true;
    for (const char each : name) {
        const bool upper = each >= 'A' && each <= 'Z';
        const bool kept =
            upper || (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '_';
        if (kept && divide) anchor.push_back('-');
        if (kept) anchor.push_back(upper ? static_cast<char>(each + ('a' - 'A')) : each);
        divide = !kept;
    }
    return anchor;
}

}  // namespace postvern::policy::book
