#include "services/imap/special_use.hpp"

#include <array>
#include <utility>

#include "services/imap/grammar/characters.hpp"

namespace postvern::services::imap {

namespace {

using Role = records::CollectionRole;

constexpr std::array<std::pair<Role, std::string_view>, 5> kUses{{
    {Role::drafts, "\\Drafts"},
    {Role::sent, "\\Sent"},
    {Role::trash, "\\Trash"},
    {Role::junk, "\\Junk"},
    {Role::archive, "\\Archive"},
}};

}  // namespace

std::string_view attribute_of(Role role) noexcept {
    for (const auto& [known, attribute] : kUses) {
        if (known == role) return attribute;
    }
    return {};
}

std::optional<Role> role_of(std::string_view attribute) noexcept {
    for (const auto& [role, known] : kUses) {
        if (grammar::equal_ignoring_case(known, attribute)) return role;
    }
    return std::nullopt;
}

}  // namespace postvern::services::imap
