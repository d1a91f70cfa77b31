// Proofs as others publish them: the example of RFC 6962 2.1.3, and the vectors with which
// implementations of Certificate Transparency test themselves (leaves and roots are in
// tree_test.cpp).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "records/merkle/tree.hpp"
#include "tests/compliance/verify/reference_log.hpp"

namespace postvern::records::merkle {
namespace {

class Listed final : public Subtrees {
  public:
    explicit Listed(const std::vector<std::string>& leaves) {
        for (const std::string& leaf : leaves) {
            growth.append(leaf_hash(leaf), [this](Subtree at, const Hash& hash) {
                if (levels.size() <= at.level) levels.resize(at.level + 1);
                levels[at.level].push_back(hash);
            });
        }
    }
    Hash hash_of(Subtree at) const override {
        return levels.at(at.level).at(static_cast<std::size_t>(at.position));
    }
    std::vector<std::vector<Hash>> levels;
    Growth growth;
};

std::vector<std::string> certificates() {
    std::vector<std::string> leaves;
    for (const char* hex : {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                            "606162636465666768696a6b6c6d6e6f"}) {
        leaves.push_back(reference::from_hex(hex));
    }
    return leaves;
}

std::vector<std::string> in_hex(const std::vector<Hash>& proof) {
    std::vector<std::string> list;
    for (const Hash& hash : proof) list.push_back(hexadecimal(hash));
    return list;
}

using Proof = std::vector<std::string>;

TEST(PublishedVectors, OfInclusionAreWhatTheTreeGives) {
    const Listed tree(certificates());
    struct {
        LeafIndex index;
        TreeSize size;
        Proof proof;
    } const vectors[] = {
        {0, 1, {}},
        {0,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {5,
         8,
         {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
        {1,
         5,
         {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    for (const auto& [index, size, proof] : vectors) {
        EXPECT_EQ(in_hex(Tree(tree, size).inclusion_proof(index)), proof)
            << index << " in " << size;
    }
}

TEST(PublishedVectors, OfConsistencyAreWhatTheTreeGives) {
    const Listed tree(certificates());
    struct {
        TreeSize earlier, later;
        Proof proof;
    } const vectors[] = {
        {1, 1, {}},
        {1,
         8,
         {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
          "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
        {6,
         8,
         {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
          "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
        {2,
         5,
         {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
          "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
    };
    for (const auto& [earlier, later, proof] : vectors) {
        EXPECT_EQ(in_hex(Tree(tree, later).consistency_proof(earlier)), proof)
            << earlier << " of " << later;
    }
}

// "The binary Merkle Tree with 7 leaves", whose nodes the RFC calls a to l.
TEST(PublishedVectors, AreTheProofsOfTheRfcsOwnExample) {
    const Listed stored({"d0", "d1", "d2", "d3", "d4", "d5", "d6"});
    const auto& leaf = stored.levels[0];
    const Hash a = leaf[0], b = leaf[1], c = leaf[2], d = leaf[3], e = leaf[4], f = leaf[5],
               j = leaf[6];
    const Hash g = node_hash(a, b), h = node_hash(c, d), i = node_hash(e, f);
    const Hash k = node_hash(g, h), l = node_hash(i, j);
    const Tree tree(stored, 7);
    EXPECT_EQ(tree.root(), node_hash(k, l));
    using Hashes = std::vector<Hash>;
    EXPECT_EQ(tree.inclusion_proof(0), (Hashes{b, h, l}));
    EXPECT_EQ(tree.inclusion_proof(3), (Hashes{c, g, l}));
    EXPECT_EQ(tree.inclusion_proof(4), (Hashes{f, j, k}));
    EXPECT_EQ(tree.inclusion_proof(6), (Hashes{i, k}));
    EXPECT_EQ(tree.consistency_proof(3), (Hashes{c, d, g, l}));
    EXPECT_EQ(tree.consistency_proof(4), (Hashes{l}));
    EXPECT_EQ(tree.consistency_proof(6), (Hashes{i, j, k}));
}

}  // namespace
}  // namespace postvern::records::merkle
