#include "records/vault/login_name.hpp"

#include <glib.h>

#include <memory>

namespace postvern::records {

namespace {

constexpr std::size_t kLongestName = 512;
constexpr std::size_t kLongestPassword = 1024;

struct FreeGlib {
    void operator()(void* memory) const { g_free(memory); }
};

std::string normalised(std::string_view text, GNormalizeMode mode) {
    const std::unique_ptr<char, FreeGlib> form(
        g_utf8_normalize(text.data(), static_cast<gssize>(text.size()), mode));
    return form ? std::string(form.get()) : std::string();
}

void append_character(std::string& text, gunichar character) {
    char octets[6];
    text.append(octets, static_cast<std::size_t>(g_unichar_to_utf8(character, octets)));
}

bool is_utf8(std::string_view text) {
    return g_utf8_validate_len(text.data(), text.size(), nullptr) != FALSE;  // refuses NUL as well
}

// Calls `visit` with each character of valid UTF-8.
template <typename Visit>
void for_each_character(std::string_view text, Visit visit) {
    const char* const end = text.data() + text.size();
    for (const char* at = text.data(); at < end; at = g_utf8_next_char(at)) {
        visit(g_utf8_get_char(at));
    }
}

// RFC 8264 9.11 (HasCompat) keeps look-alikes such as ligatures out.
bool has_compatible_form(gunichar character) {
    std::string text;
    append_character(text, character);
    return normalised(text, G_NORMALIZE_ALL_COMPOSE) !=
           normalised(text, G_NORMALIZE_DEFAULT_COMPOSE);
}

// IdentifierClass, RFC 8264 4.2.
bool is_of_identifier_class(gunichar character) {
    if (character < 0x80) return character > 0x20 && character < 0x7f;
    return (g_unichar_isalnum(character) || g_unichar_ismark(character)) &&
           !has_compatible_form(character);
}

// RFC 8265 3.3.2 (1): the block of half width and full width forms.
bool has_width(gunichar character) { return character >= 0xff00 && character <= 0xffef; }

std::string width_mapped(gunichar character) {
    std::string text;
    append_character(text, character);
    return has_width(character) ? normalised(text, G_NORMALIZE_ALL_COMPOSE) : text;
}

}  // namespace

std::optional<std::string> canonical_login_name(std::string_view typed) {
    if (typed.empty() || typed.size() > kLongestName || !is_utf8(typed)) return {};
    std::string common;
    for_each_character(typed, [&](gunichar character) { common += width_mapped(character); });
    std::string lower;
    for_each_character(
        common, [&](gunichar character) { append_character(lower, g_unichar_tolower(character)); });
    std::string canonical = normalised(lower, G_NORMALIZE_DEFAULT_COMPOSE);
    bool acceptable = !canonical.empty();
    for_each_character(canonical, [&](gunichar character) {
        acceptable = acceptable && is_of_identifier_class(character);
    });
    if (!acceptable) return {};
    return canonical;
}

std::optional<std::string> prepared_password(std::string_view typed) {
    if (typed.empty() || typed.size() > kLongestPassword || !is_utf8(typed)) return {};
    bool acceptable = true;
    std::string mapped;
    for_each_character(typed, [&](gunichar character) {
        acceptable = acceptable && !g_unichar_iscntrl(character);
        const bool space = g_unichar_type(character) == G_UNICODE_SPACE_SEPARATOR;
        append_character(mapped, space ? ' ' : character);
    });
    if (!acceptable) return {};
    return normalised(mapped, G_NORMALIZE_DEFAULT_COMPOSE);
}

}  // namespace postvern::records
