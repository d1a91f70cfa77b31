// Reading and writing of encodings of fixed size: the fields one after the other, numbers
// big-endian. Not thread-safe: values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/threshold/element.hpp"
#include "records/threshold/octets.hpp"
#include "records/threshold/scalar.hpp"

namespace postvern::records::threshold {

// Every encoding begins with it, save a label's, which stands inside others.
inline constexpr std::uint8_t kVersion = 1;

class Reader {
  public:
    // `what` is read, which has `size` octets. Throws Malformed when it has not.
    Reader(std::string_view what, std::string_view octets, std::size_t size);

    // Each throws Malformed with the name of the field and where it begins.
    void version();
    std::uint64_t number(std::size_t octets);
    unsigned holder(std::string_view field);  // 1 to 3
    Element element(std::string_view field);
    Scalar scalar(std::string_view field);
    PublicScalar public_scalar(std::string_view field) { return PublicScalar(scalar(field)); }
    template <std::size_t N>
    Octets<N> octets() {
        return octets_of<N>(take(N));
    }
    // Borrowed. Throws std::logic_error beyond the end: sizes were checked first.
    std::string_view take(std::size_t size);
    // Throws Malformed about the field that was read last, of `size` octets.
    [[noreturn]] void refuse(std::string_view field, std::string_view why, std::size_t size) const;

  private:
    std::string_view what_;
    std::string_view octets_;
    std::size_t at_ = 0;
};

class Writer {
  public:
    explicit Writer(std::size_t size) { octets_.reserve(size); }

    Writer& number(std::uint64_t value, std::size_t octets);
    Writer& version() { return number(kVersion, 1); }
    Writer& add(std::string_view octets) {
        octets_ += octets;
        return *this;
    }
    template <std::size_t N>
    Writer& add(const Octets<N>& octets) {
        return add(view(octets));
    }
    Writer& add(const Element& element) { return add(element.octets()); }
    Writer& add(const PublicScalar& scalar) { return add(scalar.octets()); }

    std::string take() { return std::move(octets_); }

  private:
    std::string octets_;
};

}  // namespace postvern::records::threshold
