// Numbers and strings as octets: LEB128 numbers in their shortest form, strings with their length
// before them, absence as length 0 of length + 1.
// Thread safety: values. A reader throws SummaryError on what the writer would not write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "records/message.hpp"

namespace postvern::records::format {

class WireWriter {
  public:
    void octet(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }

    void number(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7) octet(static_cast<std::uint8_t>(value | 0x80));
        octet(static_cast<std::uint8_t>(value));
    }

    // Zigzag: 0, -1, 1, -2 become 0, 1, 2, 3.
    void signed_number(std::int64_t value) {
        const auto bits = static_cast<std::uint64_t>(value);
        number((bits << 1) ^ (value < 0 ? ~std::uint64_t{0} : 0));
    }

    void text(std::string_view value) {
        number(value.size());
        bytes_ += value;
    }

    void optional_text(const std::optional<std::string>& value) {
        number(value ? value->size() + 1 : 0);
        if (value) bytes_ += *value;
    }

    std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
};

class WireReader {
  public:
    // `base`: offset of `bytes` in the whole record, for errors.
    explicit WireReader(std::string_view bytes, std::size_t base = 0)
        : bytes_(bytes), base_(base) {}

    [[noreturn]] void fail(const char* expected) const {
        throw SummaryError(base_ + position_, expected);
    }
    std::size_t offset() const { return base_ + position_; }
    std::size_t remaining() const { return bytes_.size() - position_; }

    std::uint8_t octet() {
        if (remaining() == 0) fail("an octet");
        return static_cast<std::uint8_t>(bytes_[position_++]);
    }

    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto next = octet();
            if (shift == 63 && next > 1) break;
            value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift != 0) break;  // not the shortest form
                return value;
            }
        }
        fail("a number");
    }

    std::int64_t signed_number() {
        const auto bits = number();
        return static_cast<std::int64_t>((bits >> 1) ^ (~(bits & 1) + 1));
    }

    // A count of things that take at least one octet each: never more than what is left.
    std::size_t count() {
        const auto value = number();
        if (value > remaining()) fail("a count");
        return static_cast<std::size_t>(value);
    }

    std::string_view text() { return take(count()); }

    std::optional<std::string> optional_text() {
        const auto length = number();
        if (length == 0) return std::nullopt;
        if (length - 1 > remaining()) fail("a length");
        return std::string(take(static_cast<std::size_t>(length - 1)));
    }

    void expect_end() const {
        if (remaining() != 0) fail("the end");
    }

  private:
    std::string_view take(std::size_t length) {
        const auto piece = bytes_.substr(position_, length);
        position_ += length;
        return piece;
    }

    std::string_view bytes_;
    std::size_t base_;
    std::size_t position_ = 0;
};

}  // namespace postvern::records::format
