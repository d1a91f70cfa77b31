// The file of a sealed bag while it is written: `<file>.part`, locked, until commit() flushes it to disk and gives it
// its name. What is handed in is ciphertext. Used by one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "compliance/bag/digest.hpp"

namespace postvern::compliance::bag {

class SealedFile {
  public:
    // Replaces a part that nobody is writing. Throws AlreadyExists, Unavailable.
    explicit SealedFile(const std::filesystem::path& file);
    ~SealedFile();  // removes the part unless it was committed
    SealedFile(const SealedFile&) = delete;
    SealedFile& operator=(const SealedFile&) = delete;

    // Throws Unavailable.
    void write(std::string_view octets);
    // Never replaces a file. Throws AlreadyExists, Unavailable.
    void commit();

    std::uint64_t size() const noexcept { return size_; }
    // Once, after the last write.
    records::Sha256 take_hash() { return digest_.take(); }

  private:
    void open();

    const std::filesystem::path file_;
    const std::filesystem::path part_;
    int descriptor_ = -1;
    bool committed_ = false;
    std::uint64_t size_ = 0;
    Digest digest_;
};

}  // namespace postvern::compliance::bag
