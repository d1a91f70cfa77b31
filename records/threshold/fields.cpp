#include "records/threshold/fields.hpp"

namespace postvern::records::threshold {

Reader::Reader(std::string_view what, std::string_view octets, std::size_t size)
    : what_(what), octets_(octets) {
    if (octets.size() != size) {
        throw Malformed(std::string(what) + ": " + std::to_string(octets.size()) +
                            " octets instead of " + std::to_string(size),
                        0);
    }
}

std::string_view Reader::take(std::size_t size) {
    if (octets_.size() - at_ < size) throw std::logic_error("an encoding read beyond its end");
    at_ += size;
    return octets_.substr(at_ - size, size);
}

void Reader::refuse(std::string_view field, std::string_view why, std::size_t size) const {
    throw Malformed(std::string(what_) + ": " + std::string(field) + ": " + std::string(why),
                    at_ - size);
}

void Reader::version() {
    if (number(1) != kVersion) refuse("version", "not 1", 1);
}

std::uint64_t Reader::number(std::size_t octets) {
    std::uint64_t value = 0;
    for (const char octet : take(octets)) value = value << 8 | static_cast<unsigned char>(octet);
    return value;
}

unsigned Reader::holder(std::string_view field) {
    const auto index = static_cast<unsigned>(number(1));
    if (index < 1 || index > 3) refuse(field, "no holder: not 1, 2 or 3", 1);
    return index;
}

Element Reader::element(std::string_view field) {
    try {
        return Element::decode(take(Element::kSize));
    } catch (const Malformed&) {
        refuse(field, "not the encoding of an element, or the identity", Element::kSize);
    }
}

Scalar Reader::scalar(std::string_view field) {
    try {
        return Scalar::decode(take(Scalar::kSize));
    } catch (const Malformed&) {
        refuse(field, "a scalar that is not reduced", Scalar::kSize);
    }
}

Writer& Writer::number(std::uint64_t value, std::size_t octets) {
    for (std::size_t i = octets; i-- > 0;) {
        octets_ += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return *this;
}

}  // namespace postvern::records::threshold
