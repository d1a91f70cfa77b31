#include "records/net_unicode.hpp"

#include <glib.h>

#include <memory>

#include "records/errors.hpp"

namespace postvern::records {

std::string normalised(std::string_view text) {
    if (!g_utf8_validate_len(text.data(), text.size(), nullptr)) {
        throw Unacceptable("the name is not valid UTF-8");
    }
    const std::unique_ptr<gchar, decltype(&g_free)> normal(
        g_utf8_normalize(text.data(), static_cast<gssize>(text.size()), G_NORMALIZE_NFC), &g_free);
    return normal.get();
}

}  // namespace postvern::records
