#include "records/format/gmime.hpp"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <mutex>

#include "records/format/ascii.hpp"

namespace postvern::records::format {
namespace {

constexpr std::size_t kPiece = 64 * 1024;                  // octets converted at a time
constexpr std::size_t kMaxCharsetName = 64;                // octets
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

struct FreeText {
    void operator()(char* text) const { g_free(text); }
};
using OwnedText = std::unique_ptr<char, FreeText>;

struct FreeDate {
    void operator()(GDateTime* date) const { g_date_time_unref(date); }
};
using OwnedDate = std::unique_ptr<GDateTime, FreeDate>;

// GMime's tables are made once and never unmade: other threads may still read them at exit.
void start() {
    static std::once_flag started;
    std::call_once(started, g_mime_init);
}

// A conversion to UTF-8. Charset names come from strangers: nothing but the characters of
// registered names (RFC 2978 2.3) reaches iconv, which reads paths and options out of others.
class Conversion {
  public:
    explicit Conversion(const std::string& charset) {
        start();
        const bool plain = !charset.empty() && charset.size() <= kMaxCharsetName &&
                           std::all_of(charset.begin(), charset.end(), [](char c) {
                               return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '.' ||
                                      c == ':' || c == '+';
                           });
        if (plain) handle_ = g_mime_iconv_open("UTF-8", charset.c_str());
    }
    ~Conversion() {
        if (is_open()) g_mime_iconv_close(handle_);
    }
    Conversion(const Conversion&) = delete;
    Conversion& operator=(const Conversion&) = delete;

    bool is_open() const { return handle_ != invalid(); }

    // Converts from the start of `text`, which it shortens by what it took, until `limit` octets.
    std::string next(std::string_view& text, std::size_t limit) {
        std::string piece(limit, '\0');
        auto* in = const_cast<char*>(text.data());  // iconv's type; it does not write there
        auto in_left = text.size();
        auto* out = piece.data();
        auto out_left = piece.size();
        const auto result = iconv(handle_, &in, &in_left, &out, &out_left);
        const auto error = result == static_cast<std::size_t>(-1) ? errno : 0;
        piece.resize(piece.size() - out_left);
        text.remove_prefix(text.size() - in_left);
        if (error == EILSEQ || error == EINVAL) {
            piece += kReplacement;
            text.remove_prefix(1);
        }
        return piece;
    }

  private:
    static iconv_t invalid() { return reinterpret_cast<iconv_t>(-1); }

    iconv_t handle_ = invalid();
};

bool is_utf8(std::string_view text) {
    return g_utf8_validate_len(text.data(), text.size(), nullptr) != FALSE;
}

// `body`, then `ending`, which completes what the sender left open.
std::string decode_with(GMimeContentEncoding encoding, std::string_view body,
                        std::string_view ending) {
    start();
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, encoding);
    std::string content(g_mime_encoding_outlen(&state, body.size()) + ending.size(), '\0');
    auto size = g_mime_encoding_step(&state, body.data(), body.size(), content.data());
    size += g_mime_encoding_step(&state, ending.data(), ending.size(), content.data() + size);
    content.resize(size);
    return content;
}

// Pieces of text that is UTF-8 already, none of which ends within a character.
bool pass_on(std::string_view text, const TextSink& sink) {
    while (!text.empty()) {
        auto size = std::min(text.size(), kPiece);
        while (size > 0 && size < text.size() &&
               (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
            --size;
        }
        if (!sink(text.substr(0, size))) return false;
        text.remove_prefix(size);
    }
    return true;
}

bool converted(Conversion& conversion, std::string_view text, const TextSink& sink) {
    while (!text.empty()) {
        if (!sink(conversion.next(text, kPiece))) return false;
    }
    return true;
}

}  // namespace

std::string decode_header_text(const std::string& value) {
    start();
    const OwnedText text(g_mime_utils_header_decode_text(nullptr, value.c_str()));
    return text ? valid_utf8(text.get()) : std::string();
}

std::string decode_base64(std::string_view body) {
    return decode_with(GMIME_CONTENT_ENCODING_BASE64, body, "==");
}

std::string decode_quoted_printable(std::string_view body) {
    return decode_with(GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE, body, "");
}

bool convert_text(std::string_view text, const std::string& charset, const TextSink& sink) {
    const auto name = lowered(charset);
    const bool guess = name.empty() || name == "us-ascii" || name == "utf-8";
    if (guess && is_utf8(text)) return pass_on(text, sink);
    Conversion declared(name == "us-ascii" ? std::string() : charset);
    if (declared.is_open()) return converted(declared, text, sink);
    if (is_utf8(text)) return pass_on(text, sink);
    Conversion latin("iso-8859-1");
    return !latin.is_open() || converted(latin, text, sink);
}

std::string fold_case(std::string_view utf8) {
    const OwnedText plain(
        g_utf8_normalize(utf8.data(), static_cast<gssize>(utf8.size()), G_NORMALIZE_ALL));
    if (!plain) return std::string(utf8);
    const OwnedText folded(g_utf8_casefold(plain.get(), -1));
    return folded.get();
}

std::string valid_utf8(std::string_view text) {
    const OwnedText valid(g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())));
    return valid.get();
}

std::optional<ParsedDate> decode_date(const std::string& value) {
    start();
    const OwnedDate date(g_mime_utils_header_decode_date(value.c_str()));
    if (!date) return std::nullopt;
    ParsedDate parsed;
    g_date_time_get_ymd(date.get(), &parsed.year, &parsed.month, &parsed.day);
    parsed.seconds = g_date_time_to_unix(date.get());
    return parsed;
}

}  // namespace postvern::records::format
