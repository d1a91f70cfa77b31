// The octets that a seal authenticates or a key is derived for: fields in a fixed order, numbers
// big-endian, texts behind their length, so that two different lists of fields never give the same
// octets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace postvern::records::vault {

class Framing {
  public:
    // `purpose` keeps what is framed for one thing from passing for another.
    explicit Framing(std::string_view purpose) {
        octets_.reserve(96);
        text(purpose);
    }

    Framing& number(std::uint64_t value) { return big_endian(value, 8); }
    Framing& small(std::uint8_t value) { return big_endian(value, 1); }
    Framing& text(std::string_view value) {
        big_endian(value.size(), 4);
        octets_ += value;
        return *this;
    }

    std::string_view view() const noexcept { return octets_; }

  private:
    Framing& big_endian(std::uint64_t value, int octets) {
        for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
            octets_ += static_cast<char>(value >> shift & 0xff);
        }
        return *this;
    }

    std::string octets_;
};

}  // namespace postvern::records::vault
