// Hashes, digits and moments of the texts in a bag and in a report, strictly.
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compliance/verify/lines.hpp"

namespace postvern::compliance::verify {

// SHA-256 of octets that come in pieces.
class Digest {
  public:
    Digest();
    void add(std::string_view octets);
    Hash take();  // once

  private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};
Hash hash_of(std::string_view octets);

std::string to_digits(const Hash& hash);
// The octets of hexadecimal digits in small letters, exactly `size` of them. Throws Fault.
std::string from_digits(std::string_view digits, std::size_t size);

// "2027-03-14T10:11:12Z" as Unix seconds. Throws Fault.
std::int64_t moment_from(std::string_view text);
std::string moment_in_words(std::int64_t moment);  // likewise, the other way

// What follows `name` and ": " in the next line. Throws Fault.
std::string_view take_value(std::string_view& rest, std::string_view name);

}  // namespace postvern::compliance::verify
