// What a command is given: texts by name, secrets among them, wiped when they go. Move-only, a
// plain value otherwise.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::control {

class Arguments {
  public:
    Arguments() = default;
    Arguments(Arguments&&) noexcept = default;
    Arguments& operator=(Arguments&& other) noexcept;
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;
    ~Arguments();

    // Replaces what stood under `name`.
    void set(std::string_view name, std::string value);
    // Wiped. Nothing happens where there is none.
    void remove(std::string_view name);
    bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
    // Absent when not given. Valid until the argument is set again.
    std::optional<std::string_view> find(std::string_view name) const;
    // Throws Refused (status 2) when not given.
    std::string_view text(std::string_view name) const;
    // Absent when not given; throws Refused (status 2) for what is no whole number of at most
    // `most`.
    std::optional<std::uint64_t> number(std::string_view name, std::uint64_t most) const;

    using Values = std::map<std::string, std::string, std::less<>>;
    const Values& values() const noexcept { return values_; }

  private:
    Values values_;
};

}  // namespace postvern::services::control
