#include "compliance/officer/report.hpp"

#include <algorithm>
#include <cstdio>

namespace postvern::compliance::officer {

namespace {

// RFC 8259 7; texts are UTF-8 (disclosure::is_plain) or of this program.
std::string quoted(std::string_view text) {
    std::string quoted = "\"";
    for (const char each : text) {
        if (each == '"' || each == '\\') {
            quoted.append({'\\', each});
        } else if (static_cast<unsigned char>(each) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(each));
            quoted += escape;
        } else {
            quoted += each;
        }
    }
    return quoted + '"';
}

}  // namespace

Report& Report::add(std::string_view name, std::string_view value) {
    entries_.push_back({std::string(name), {std::string(value)}, false});
    return *this;
}

Report& Report::add_list(std::string_view name, std::vector<std::string> values) {
    entries_.push_back({std::string(name), std::move(values), true});
    return *this;
}

std::string Report::in_words() const {
    std::string text;
    for (const Entry& entry : entries_) {
        std::string name = entry.name;
        std::replace(name.begin(), name.end(), '_', ' ');
        if (entry.is_list) {
            text.append(name).append(entry.values.empty() ? ": none\n" : ":\n");
            for (const auto& value : entry.values) text.append("  ").append(value).append("\n");
        } else {
            text.append(name).append(": ").append(entry.values.front()).append("\n");
        }
    }
    return text;
}

std::string Report::in_json() const {
    std::string text = "{";
    for (const Entry& entry : entries_) {
        text.append(text.size() > 1 ? "," : "").append(quoted(entry.name)).append(":");
        if (!entry.is_list) {
            text += quoted(entry.values.front());
            continue;
        }
        text += "[";
        for (const auto& value : entry.values) {
            text.append(text.back() == '[' ? "" : ",").append(quoted(value));
        }
        text += "]";
    }
    return text + "}\n";
}

}  // namespace postvern::compliance::officer
