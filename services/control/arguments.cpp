#include "services/control/arguments.hpp"

#include <charconv>

#include "services/control/reply.hpp"

namespace postvern::services::control {

Arguments& Arguments::operator=(Arguments&& other) noexcept {
    values_.swap(other.values_);  // the other wipes what was here
    return *this;
}

Arguments::~Arguments() {
    for (auto& [name, value] : values_) wipe(value);
}

void Arguments::set(std::string_view name, std::string value) {
    std::string& slot = values_[std::string(name)];
    slot.swap(value);
    wipe(value);
}

void Arguments::remove(std::string_view name) {
    const auto found = values_.find(name);
    if (found == values_.end()) return;
    wipe(found->second);
    values_.erase(found);
}

std::optional<std::string_view> Arguments::find(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return {};
    return found->second;
}

std::string_view Arguments::text(std::string_view name) const {
    const auto found = find(name);
    if (!found) throw Refused(Status::usage, std::string(name) + " is missing");
    return *found;
}

std::optional<std::uint64_t> Arguments::number(std::string_view name, std::uint64_t most) const {
    const auto given = find(name);
    if (!given) return {};
    std::uint64_t value = 0;
    const auto [end, failure] =
        std::from_chars(given->data(), given->data() + given->size(), value);
    if (failure != std::errc() || end != given->data() + given->size() || value > most) {
        throw Refused(Status::usage, std::string(name) + " must be a whole number from 0 to " +
                                         std::to_string(most));
    }
    return value;
}

}  // namespace postvern::services::control
