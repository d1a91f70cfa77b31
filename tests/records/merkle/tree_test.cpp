#include "records/merkle/tree.hpp"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <bit>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace postvern::records::merkle {
namespace {

std::string from_hex(std::string_view hex) {
    std::string octets;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        octets.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    }
    return octets;
}

std::string to_hex(const Hash& hash) {
    std::string text;
    for (const auto octet : hash) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        text += kDigits[octet >> 4];
        text += kDigits[octet & 15];
    }
    return text;
}

// Subtrees in memory; counts reads.
class MemorySubtrees final : public Subtrees {
  public:
    Hash hash_of(Subtree subtree) const override {
        ++reads;
        return hashes_.at({subtree.level, subtree.position});
    }
    void put(Subtree subtree, const Hash& hash) {
        EXPECT_TRUE(hashes_.emplace(std::pair{subtree.level, subtree.position}, hash).second)
            << "a subtree was handed out twice";
    }
    mutable int reads = 0;

  private:
    std::map<std::pair<unsigned, std::uint64_t>, Hash> hashes_;
};

struct Built {
    MemorySubtrees subtrees;
    std::vector<Hash> roots;  // by size
};

void build(Built& built, const std::vector<std::string>& leaves) {
    Growth growth;
    built.roots.push_back(growth.root());
    for (const auto& leaf : leaves) {
        growth.append(leaf_hash(leaf), [&](Subtree at, const Hash& hash) { built.subtrees.put(at, hash); });
        built.roots.push_back(growth.root());
    }
}

// RFC 6962 2.1 and 2.1.1 and 2.1.2 word for word over whole lists: slow, and obviously right.
using Leaves = std::vector<std::string>;
Hash sha256(const std::string& text) {
    Hash hash;
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
    return hash;
}
std::size_t power_below(std::size_t n) {
    std::size_t k = 1;
    while (k * 2 < n) k *= 2;
    return k;
}
Leaves part(const Leaves& d, std::size_t from, std::size_t to) {
    return Leaves(d.begin() + static_cast<std::ptrdiff_t>(from), d.begin() + static_cast<std::ptrdiff_t>(to));
}
Hash reference_root(const Leaves& d) {
    if (d.empty()) return sha256("");
    if (d.size() == 1) return sha256(std::string(1, '\0') + d[0]);
    const auto k = power_below(d.size());
    const Hash left = reference_root(part(d, 0, k));
    const Hash right = reference_root(part(d, k, d.size()));
    return sha256("\1" + std::string(octets(left)) + std::string(octets(right)));
}
std::vector<Hash> reference_path(std::size_t m, const Leaves& d) {
    if (d.size() <= 1) return {};
    const auto k = power_below(d.size());
    auto path = m < k ? reference_path(m, part(d, 0, k)) : reference_path(m - k, part(d, k, d.size()));
    path.push_back(m < k ? reference_root(part(d, k, d.size())) : reference_root(part(d, 0, k)));
    return path;
}
std::vector<Hash> reference_subproof(std::size_t m, const Leaves& d, bool whole) {
    if (m == d.size()) return whole ? std::vector<Hash>{} : std::vector<Hash>{reference_root(d)};
    const auto k = power_below(d.size());
    auto proof = m <= k ? reference_subproof(m, part(d, 0, k), whole)
                        : reference_subproof(m - k, part(d, k, d.size()), false);
    proof.push_back(m <= k ? reference_root(part(d, k, d.size())) : reference_root(part(d, 0, k)));
    return proof;
}

Leaves random_leaves(std::size_t count, std::mt19937& random) {
    Leaves leaves;
    for (std::size_t i = 0; i < count; ++i) {
        std::string leaf(random() % 80, '\0');
        for (char& octet : leaf) octet = static_cast<char>(random());
        leaves.push_back(leaf);
    }
    return leaves;
}

// The eight inputs with which implementations of Certificate Transparency test themselves.
const char* const kInputs[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                               "606162636465666768696a6b6c6d6e6f"};
const char* const kRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Leaves known_leaves() {
    Leaves leaves;
    for (const char* input : kInputs) leaves.push_back(from_hex(input));
    return leaves;
}

TEST(MerkleTree, HasTheKnownRootAtEverySize) {
    Built built;
    build(built, known_leaves());
    for (std::size_t size = 0; size <= 8; ++size) {
        EXPECT_EQ(to_hex(built.roots[size]), kRoots[size]) << size;
        EXPECT_EQ(to_hex(Tree(built.subtrees, size).root()), kRoots[size]) << size;
    }
}

TEST(MerkleTree, GivesTheKnownInclusionProof) {
    Built built;
    build(built, known_leaves());
    const auto proof = Tree(built.subtrees, 8).inclusion_proof(5);
    ASSERT_EQ(proof.size(), 3U);
    EXPECT_EQ(to_hex(proof[0]), "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
    EXPECT_EQ(to_hex(proof[1]), "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
    EXPECT_EQ(to_hex(proof[2]), "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7");
}

TEST(MerkleTree, AgreesWithTheDefinitionForEverySizeAndIndex) {
    std::mt19937 random(6962);
    const auto leaves = random_leaves(40, random);
    Built built;
    build(built, leaves);
    for (std::size_t size = 0; size <= leaves.size(); ++size) {
        const auto prefix = part(leaves, 0, size);
        const Tree tree(built.subtrees, size);
        ASSERT_EQ(tree.root(), reference_root(prefix)) << size;
        ASSERT_EQ(tree.root(), built.roots[size]) << size;
        for (std::size_t index = 0; index < size; ++index) {
            const auto proof = tree.inclusion_proof(index);
            ASSERT_EQ(proof, reference_path(index, prefix)) << size << ' ' << index;
            ASSERT_TRUE(proves_inclusion(proof, leaf_hash(leaves[index]), index, size, built.roots[size]));
        }
        for (std::size_t earlier = 1; earlier <= size; ++earlier) {
            const auto proof = tree.consistency_proof(earlier);
            ASSERT_EQ(proof, reference_subproof(earlier, prefix, true)) << earlier << ' ' << size;
            ASSERT_TRUE(proves_consistency(proof, earlier, built.roots[earlier], size, built.roots[size]));
        }
    }
}

TEST(MerkleTree, RefusesProofsThatWereAltered) {
    std::mt19937 random(1);
    const auto leaves = random_leaves(37, random);
    Built built;
    build(built, leaves);
    for (int round = 0; round < 500; ++round) {
        const std::size_t size = 2 + random() % 36;
        const std::size_t index = random() % size;
        const Tree tree(built.subtrees, size);
        const Hash root = tree.root();
        const Hash leaf = leaf_hash(leaves[index]);
        auto proof = tree.inclusion_proof(index);
        EXPECT_FALSE(proves_inclusion(proof, leaf, (index + 1) % size, size, root));
        EXPECT_FALSE(proves_inclusion(proof, leaf, index + size, size, root));
        EXPECT_FALSE(proves_inclusion(proof, leaf_hash("other"), index, size, root));
        proof.push_back(leaf);
        EXPECT_FALSE(proves_inclusion(proof, leaf, index, size, root)) << "a hash too many";
        proof.pop_back();
        const auto wrong = random() % proof.size();
        proof[wrong][random() % kHashSize] ^= 1;
        EXPECT_FALSE(proves_inclusion(proof, leaf, index, size, root));
        proof.pop_back();
        EXPECT_FALSE(proves_inclusion(proof, leaf, index, size, root)) << "a hash too few";

        const std::size_t earlier = 1 + random() % (size - 1);
        auto consistency = tree.consistency_proof(earlier);
        const Hash before = built.roots[earlier];
        EXPECT_FALSE(proves_consistency(consistency, earlier, root, size, root));
        EXPECT_FALSE(proves_consistency(consistency, earlier, before, size, before));
        EXPECT_FALSE(proves_consistency({}, earlier, before, size, root));
        consistency[random() % consistency.size()][0] ^= 0x80;
        EXPECT_FALSE(proves_consistency(consistency, earlier, before, size, root));
    }
}

TEST(MerkleTree, StatesItsEmptyAndSmallestCases) {
    Built built;
    build(built, {"only"});
    const Hash root = built.roots[1];
    EXPECT_EQ(root, leaf_hash("only"));
    EXPECT_TRUE(Tree(built.subtrees, 1).inclusion_proof(0).empty());
    EXPECT_TRUE(proves_inclusion({}, root, 0, 1, root));
    EXPECT_FALSE(proves_inclusion({}, root, 0, 0, root));
    EXPECT_TRUE(proves_consistency({}, 0, empty_root(), 1, root));
    EXPECT_FALSE(proves_consistency({}, 0, root, 1, root));
    EXPECT_TRUE(proves_consistency({}, 1, root, 1, root));
    EXPECT_FALSE(proves_consistency({}, 2, root, 1, root));
    EXPECT_THROW((void)Tree(built.subtrees, 0).inclusion_proof(0), std::out_of_range);
    EXPECT_THROW((void)Tree(built.subtrees, 1).inclusion_proof(1), std::out_of_range);
    EXPECT_THROW((void)Tree(built.subtrees, 1).consistency_proof(0), std::out_of_range);
    EXPECT_THROW((void)Tree(built.subtrees, 1).consistency_proof(2), std::out_of_range);
}

TEST(MerkleGrowth, GoesOnFromAStoredTreeOfAnySize) {
    std::mt19937 random(2);
    const auto leaves = random_leaves(70, random);
    Built built;
    build(built, leaves);
    for (std::size_t size = 0; size < leaves.size(); ++size) {
        Growth growth(built.subtrees, size);
        EXPECT_EQ(growth.root(), built.roots[size]);
        std::vector<Hash> completed;
        growth.append(leaf_hash(leaves[size]), [&](Subtree, const Hash& hash) { completed.push_back(hash); });
        EXPECT_EQ(growth.root(), built.roots[size + 1]);
        Growth again(built.subtrees, size);
        again.append(completed);
        EXPECT_EQ(again.root(), built.roots[size + 1]);
        Growth wrong(built.subtrees, size);
        completed.push_back(completed.back());
        EXPECT_THROW(wrong.append(completed), std::logic_error);
    }
}

TEST(MerkleTree, ReadsLogarithmicallyManyHashesForAProof) {
    std::mt19937 random(3);
    const std::size_t size = 100'000;
    Built built;
    Growth growth;
    for (std::size_t i = 0; i < size; ++i) {
        growth.append(leaf_hash(std::to_string(i)),
                      [&](Subtree at, const Hash& hash) { built.subtrees.put(at, hash); });
    }
    const Tree tree(built.subtrees, size);
    const Hash root = growth.root();
    for (int round = 0; round < 100; ++round) {
        const std::size_t index = random() % size;
        built.subtrees.reads = 0;
        const auto proof = tree.inclusion_proof(index);
        EXPECT_LE(built.subtrees.reads, 40);
        EXPECT_TRUE(proves_inclusion(proof, leaf_hash(std::to_string(index)), index, size, root));
    }
}

}  // namespace
}  // namespace postvern::records::merkle
