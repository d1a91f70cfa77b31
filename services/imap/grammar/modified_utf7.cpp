#include "services/imap/grammar/modified_utf7.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/utf8.hpp"

namespace postvern::services::imap::grammar {

namespace {

// RFC 3501 5.1.3: base64 with "," for "/", without padding.
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";

// UTF-16 code units to base64, most significant bit first.
class ShiftedWriter {
  public:
    explicit ShiftedWriter(std::string& out) : out_(out) { out_ += '&'; }

    void add(char32_t code_point) {
        if (code_point < 0x10000) {
            add_unit(code_point);
            return;
        }
        add_unit(0xD800 + ((code_point - 0x10000) >> 10));
        add_unit(0xDC00 + ((code_point - 0x10000) & 0x3FF));
    }

    void finish() {
        if (pending_ > 0) out_ += kAlphabet[(bits_ << (6 - pending_)) & 0x3FU];
        out_ += '-';
    }

  private:
    void add_unit(char32_t unit) {
        bits_ = (bits_ << 16) | unit;
        pending_ += 16;
        while (pending_ >= 6) {
            pending_ -= 6;
            out_ += kAlphabet[(bits_ >> pending_) & 0x3FU];
        }
    }

    std::string& out_;
    std::uint64_t bits_ = 0;
    unsigned pending_ = 0;
};

// UTF-16 code units to UTF-8, refusing what the encoding forbids.
class UnitReader {
  public:
    explicit UnitReader(std::string& out) : out_(out) {}

    bool add(char32_t unit) {
        const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
        if (low != (high_ != 0)) return false;  // an unpaired surrogate
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            high_ = unit;
            return true;
        }
        // RFC 3501 5.1.3: what can represent itself is not encoded.
        if (unit >= 0x20 && unit <= 0x7E) return false;
        append_utf8(out_, low ? 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00) : unit);
        high_ = 0;
        return true;
    }

    bool complete() const { return high_ == 0; }

  private:
    std::string& out_;
    char32_t high_ = 0;
};

// Decodes the base64 `text` between "&" and "-".
bool decode_shifted(std::string_view text, std::string& out) {
    UnitReader units(out);
    std::uint32_t bits = 0;
    unsigned pending = 0;
    for (const char c : text) {
        const std::size_t value = kAlphabet.find(c);
        if (value == std::string_view::npos) return false;
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        pending += 6;
        if (pending < 16) continue;
        pending -= 16;
        if (!units.add((bits >> pending) & 0xFFFFU)) return false;
        bits &= (1U << pending) - 1U;
    }
    return pending < 6 && bits == 0 && units.complete();
}

}  // namespace

std::string encode_modified_utf7(std::string_view utf8) {
    std::string wire;
    std::size_t position = 0;
    while (position < utf8.size()) {
        if (is_printable(utf8[position])) {
            wire += utf8[position];
            if (utf8[position] == '&') wire += '-';
            ++position;
            continue;
        }
        ShiftedWriter shifted(wire);
        while (position < utf8.size() && !is_printable(utf8[position])) {
            const auto code_point = next_code_point(utf8, position);
            if (!code_point) throw std::invalid_argument("mailbox name is not UTF-8");
            shifted.add(*code_point);
        }
        shifted.finish();
    }
    return wire;
}

std::optional<std::string> decode_modified_utf7(std::string_view wire) {
    std::string utf8;
    bool after_shift = false;
    for (std::size_t position = 0; position < wire.size();) {
        const char c = wire[position++];
        if (!is_printable(c)) return std::nullopt;
        if (c != '&') {
            utf8 += c;
            after_shift = false;
            continue;
        }
        const std::size_t end = wire.find('-', position);
        if (end == std::string_view::npos) return std::nullopt;
        if (end == position) {
            utf8 += '&';
            after_shift = false;
        } else {
            // RFC 3501 5.1.3: no superfluous shifts; "&U,BTFw-&ZeVnLIqe-" is not permitted.
            if (after_shift) return std::nullopt;
            if (!decode_shifted(wire.substr(position, end - position), utf8)) return std::nullopt;
            after_shift = true;
        }
        position = end + 1;
    }
    return utf8;
}

}  // namespace postvern::services::imap::grammar
