// The site's key and what is derived from it. Immutable once opened: thread-safe.
//
// KEYS/site.key is a text file of four lines, so that it can be kept on paper:
//     postvern site key 1
//     site: 32 hexadecimal digits, the public name of the site
//     key: 64 hexadecimal digits
//     check: the first 16 hexadecimal digits of the SHA-256 of the lines before, line ends included
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "records/vault/secret.hpp"

namespace postvern::records::vault {

class SiteKeys {
  public:
    // Makes a new site. Throws AlreadyExists, Unavailable.
    static void create(const std::filesystem::path& directory);
    // Throws StorageError, naming the file, when it is absent, damaged or readable by others.
    static SiteKeys open(const std::filesystem::path& directory);

    // Random 16 octets; public.
    const std::string& id() const noexcept { return id_; }

    // The subkey of that purpose, 32 octets.
    Secret derive(std::string_view purpose) const;

    // 32 octets under which a canonical name is found.
    std::string lookup(std::string_view canonical_name) const;
    // Sealed text: format version (1 octet), key id (4), nonce (12), cipher text, tag (16).
    std::string seal(std::string_view label, std::string_view plain) const;
    std::string open_sealed(std::string_view label, std::string_view sealed) const;

  private:
    SiteKeys(std::string id, Secret key);
    std::string bound_to(std::string_view label) const;

    std::string id_;
    Secret key_;
    Secret seal_key_;
    Secret lookup_key_;
    std::string header_;  // of sealed texts
};

}  // namespace postvern::records::vault
