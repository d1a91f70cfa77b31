#include "services/control/octets.hpp"

#include "records/base64.hpp"

namespace postvern::services::control {

std::string to_base64(std::string_view octets) { return records::base64(octets); }

std::string from_base64(std::string_view text) {
    auto octets = records::from_base64(text);
    if (!octets) throw Refused(Status::usage, "a file did not come as Base64");
    return *std::move(octets);
}

void add_octets(Arguments& arguments, std::string_view argument, const NamedOctets& file) {
    std::string lines(arguments.find(argument).value_or(""));
    if (!lines.empty()) lines += '\n';
    arguments.set(argument, lines + to_base64(file.octets) + ' ' + file.name);
}

std::vector<NamedOctets> octets_in(const Arguments& arguments, std::string_view argument) {
    std::vector<NamedOctets> files;
    std::string_view rest = arguments.find(argument).value_or("");
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        const std::size_t blank = line.find(' ');
        if (blank == std::string_view::npos) throw Refused(Status::usage, std::string(argument) + ": a file came without its name");
        files.push_back({std::string(line.substr(blank + 1)), from_base64(line.substr(0, blank))});
        rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
    }
    return files;
}

std::optional<NamedOctets> one_in(const Arguments& arguments, std::string_view argument) {
    auto files = octets_in(arguments, argument);
    if (files.empty()) return {};
    if (files.size() > 1) throw Refused(Status::usage, "--" + std::string(argument) + ": give one file");
    return std::move(files.front());
}

void set_octets(Reply& reply, std::string_view octets) { reply.data.set("octets", to_base64(octets)); }

}  // namespace postvern::services::control
