// A text that grows by lines about personal data, in blocks that never move and are wiped when it goes; its SHA-256
// grows with it. Used by one thread.
#pragma once

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "compliance/bag/digest.hpp"

namespace postvern::compliance::bag {

class Listing {
  public:
    void add(std::string_view text) {
        digest_.add(text);
        size_ += text.size();
        while (!text.empty()) {
            if (blocks_.empty() || blocks_.back()->used == Block::kSize) blocks_.push_back(std::make_unique<Block>());
            Block& block = *blocks_.back();
            const std::size_t size = std::min(text.size(), Block::kSize - block.used);
            std::copy_n(text.data(), size, block.octets.data() + block.used);
            block.used += size;
            text.remove_prefix(size);
        }
    }
    std::uint64_t size() const noexcept { return size_; }
    // Once, after the last add().
    records::Sha256 take_hash() { return digest_.take(); }
    template <typename Visit>
    void visit(const Visit& each) const {
        for (const auto& block : blocks_) each(std::string_view(block->octets.data(), block->used));
    }

  private:
    struct Block {
        static constexpr std::size_t kSize = 16 * 1024;
        ~Block() { OPENSSL_cleanse(octets.data(), octets.size()); }
        std::array<char, kSize> octets;
        std::size_t used = 0;
    };
    std::vector<std::unique_ptr<Block>> blocks_;
    std::uint64_t size_ = 0;
    Digest digest_;
};

}  // namespace postvern::compliance::bag
