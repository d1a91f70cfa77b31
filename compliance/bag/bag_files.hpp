// The files of a bag, in the order in which they are written: bagit.txt, payload, tag files, bag-info.txt, manifests.
// Each passes through to tar and seal, and leaves its line in its manifest.  RFC 8493 2. Used by one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "compliance/bag.hpp"
#include "compliance/bag/listing.hpp"
#include "compliance/bag/seal.hpp"
#include "compliance/bag/sealed_file.hpp"
#include "compliance/bag/tar.hpp"

namespace postvern::compliance::bag {

class BagFiles {
  public:
    // `folder` is the one folder of the archive. Throws as BagWriter().
    BagFiles(const std::filesystem::path& file, const RecipientCertificate& recipient, std::string folder,
             std::int64_t moment);

    // `path` is relative to the bag and of ASCII letters, digits and "-./_". `next` as in BagWriter::add().
    void payload(const std::string& path, std::uint64_t size, const std::function<std::string_view()>& next);
    void tag(const std::string& path, std::string_view octets);
    void tag(const std::string& path, const Listing& listing);
    // Writes manifest-sha256.txt and tagmanifest-sha256.txt; then a timestamp may follow by unlisted().
    void manifests();
    void unlisted(const std::string& path, std::string_view octets);
    // Closes archive and seal; the file gets its name. Fills what the receipt says of files.
    void close(BagReceipt& receipt);

    std::uint64_t payload_size() const noexcept { return payload_size_; }
    std::uint64_t items() const noexcept { return items_; }
    const records::Sha256& tag_manifest() const noexcept { return tag_manifest_hash_; }

  private:
    void begin(const std::string& path, std::uint64_t size);
    static void list(Listing& listing, const records::Sha256& hash, const std::string& path);

    SealedFile file_;
    Seal seal_;
    Tar tar_;
    const std::string folder_;
    Listing manifest_, tag_manifest_;
    records::Sha256 manifest_hash_{}, tag_manifest_hash_{};
    std::uint64_t payload_size_ = 0, items_ = 0, written_ = 0;
};

}  // namespace postvern::compliance::bag
