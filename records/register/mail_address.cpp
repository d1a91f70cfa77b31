#include "records/register/mail_address.hpp"

#include <glib.h>

#include <algorithm>
#include <memory>

namespace postvern::records {

namespace {

using GText = std::unique_ptr<gchar, decltype(&g_free)>;

bool is_clean(std::string_view text) {
    return g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr) != FALSE &&
           std::none_of(text.begin(), text.end(), [](char octet) {
               return static_cast<unsigned char>(octet) < 0x20 || octet == 0x7f;
           });
}

std::string lower_normal(std::string_view text) {
    const GText lower(g_utf8_strdown(text.data(), static_cast<gssize>(text.size())), &g_free);
    const GText normal(g_utf8_normalize(lower.get(), -1, G_NORMALIZE_NFC), &g_free);
    return normal.get();
}

// The content of a quoted string (RFC 5321 4.1.2); absent if it is malformed.
std::optional<std::string> unquote(std::string_view quoted) {
    std::string content;
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
        if (quoted[i] == '"') return {};
        if (quoted[i] == '\\' && ++i + 1 >= quoted.size()) return {};
        content.push_back(quoted[i]);
    }
    return content;
}

std::optional<std::string> plain_local(std::string_view local) {
    if (local.size() >= 2 && local.front() == '"' && local.back() == '"') return unquote(local);
    constexpr std::string_view kSpecial = " \"(),:;<>@[\\]";
    const bool malformed = local.starts_with('.') || local.ends_with('.') ||
                           local.find("..") != std::string_view::npos ||
                           local.find_first_of(kSpecial) != std::string_view::npos;
    if (malformed) return {};
    return std::string(local);
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
           std::all_of(label.begin(), label.end(), [](char octet) {
               return (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet == '-';
           });
}

}  // namespace

std::optional<std::string> canonical_domain(std::string_view text) {
    if (text.empty() || text.size() > kMaxDomainOctets || !is_clean(text)) return {};
    const GText ascii(g_hostname_to_ascii(std::string(text).c_str()), &g_free);
    if (!ascii) return {};
    const GText lower(g_ascii_strdown(ascii.get(), -1), &g_free);
    const std::string domain = lower.get();
    std::string_view rest = domain;
    for (;;) {
        const std::size_t dot = rest.find('.');
        if (!is_label(rest.substr(0, dot))) return {};
        if (dot == std::string_view::npos) return domain;
        rest.remove_prefix(dot + 1);
    }
}

std::optional<MailAddress> parse_mail_address(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0 || at > kMaxLocalOctets || !is_clean(text)) return {};
    auto domain = canonical_domain(text.substr(at + 1));
    auto local = plain_local(text.substr(0, at));
    if (!domain || !local) return {};
    const std::size_t tag = local->find('+');
    if (tag != std::string::npos && tag > 0) local->resize(tag);
    if (local->empty()) return {};
    return MailAddress{lower_normal(*local), std::move(*domain)};
}

}  // namespace postvern::records
