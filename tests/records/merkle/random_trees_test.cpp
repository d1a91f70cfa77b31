// Trees and proofs of random sizes against the recursive definitions of RFC 6962 2.1, and every way
// in which a proof may be wrong. The seed is new for each run; a failure names it, and
// POSTVERN_SEED=N in the environment runs it again.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "records/merkle/tree.hpp"
#include "tests/compliance/verify/reference_log.hpp"

namespace postvern::records::merkle {
namespace {

constexpr std::size_t kMostLeaves = 1000;

class ListedSubtrees final : public Subtrees {
  public:
    Hash hash_of(Subtree subtree) const override {
        return levels_.at(subtree.level).at(static_cast<std::size_t>(subtree.position));
    }
    // Subtrees of a level become complete from left to right.
    void put(Subtree subtree, const Hash& hash) {
        if (levels_.size() <= subtree.level) levels_.resize(subtree.level + 1);
        ASSERT_EQ(levels_[subtree.level].size(), subtree.position);
        levels_[subtree.level].push_back(hash);
    }

  private:
    std::vector<std::vector<Hash>> levels_;
};

std::vector<Hash> hashes(const std::vector<std::string>& octets) {
    std::vector<Hash> list;
    for (const std::string& each : octets) list.push_back(hash_from(each));
    return list;
}

class RandomTrees : public testing::Test {
  protected:
    RandomTrees() {
        const char* given = std::getenv("POSTVERN_SEED");
        seed = given != nullptr ? static_cast<unsigned>(std::stoul(given)) : std::random_device()();
        random.seed(seed);
        RecordProperty("seed", std::to_string(seed));
        reference::Leaves leaves;
        while (leaves.size() < kMostLeaves) {
            std::string leaf(number(0, 80), '\0');
            for (char& octet : leaf) octet = static_cast<char>(random());
            leaves.push_back(leaf);
        }
        leaf_hashes = reference::hashes_of(leaves);
        Growth growth;
        roots.push_back(growth.root());
        for (const std::string& leaf : leaves) {
            growth.append(leaf_hash(leaf),
                          [this](Subtree at, const Hash& hash) { stored.put(at, hash); });
            roots.push_back(growth.root());
        }
    }
    // Between `least` and `most`, both included.
    std::size_t number(std::size_t least, std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(least, most)(random);
    }
    std::span<const std::string> prefix(std::size_t size) const {
        return std::span(leaf_hashes).first(size);
    }
    std::string trace() const { return "POSTVERN_SEED=" + std::to_string(seed); }

    unsigned seed = 0;
    std::mt19937 random;
    std::vector<std::string> leaf_hashes;
    std::vector<Hash> roots;  // by size
    ListedSubtrees stored;
};

// Calls `refused` with each wrong variant of `proof`: every bit flipped, each pair of neighbours
// swapped, cut at each length, and with a hash too many at each place.
template <typename Refused>
void alter(const std::vector<Hash>& proof, const Hash& more, const Refused& refused) {
    for (std::size_t bit = 0; bit < proof.size() * kHashSize * 8; ++bit) {
        auto wrong = proof;
        wrong[bit / 8 / kHashSize][bit / 8 % kHashSize] ^= static_cast<std::uint8_t>(1U << bit % 8);
        refused(wrong, "a flipped bit");
    }
    for (std::size_t at = 1; at < proof.size(); ++at) {
        auto wrong = proof;
        std::swap(wrong[at - 1], wrong[at]);
        refused(wrong, "two swapped hashes");
    }
    for (std::size_t at = 0; at < proof.size(); ++at) {
        auto wrong = proof;
        wrong.erase(wrong.begin() + static_cast<std::ptrdiff_t>(at));
        refused(wrong, "a hash too few");
        wrong = proof;
        wrong.resize(at);
        refused(wrong, "the end cut off");
    }
    for (std::size_t at = 0; at <= proof.size(); ++at) {
        for (const Hash& extra : {more, Hash{}, at < proof.size() ? proof[at] : more}) {
            auto wrong = proof;
            wrong.insert(wrong.begin() + static_cast<std::ptrdiff_t>(at), extra);
            refused(wrong, "a hash too many");
        }
    }
}

TEST_F(RandomTrees, AreThoseOfTheDefinitionAtEverySize) {
    SCOPED_TRACE(trace());
    for (std::size_t size = 0; size <= kMostLeaves; ++size) {
        ASSERT_EQ(roots[size], hash_from(reference::root(prefix(size)))) << size;
        ASSERT_EQ(Tree(stored, size).root(), roots[size]) << size;
    }
}

TEST_F(RandomTrees, GiveTheProofsOfTheDefinition) {
    SCOPED_TRACE(trace());
    for (int round = 0; round < 2000; ++round) {
        const std::size_t size = number(1, kMostLeaves);
        const std::size_t index = number(0, size - 1);
        const std::size_t earlier = number(1, size);
        const Tree tree(stored, size);
        const auto path = tree.inclusion_proof(index);
        ASSERT_EQ(path, hashes(reference::path(index, prefix(size)))) << index << " in " << size;
        ASSERT_TRUE(
            proves_inclusion(path, hash_from(leaf_hashes[index]), index, size, roots[size]));
        const auto proof = tree.consistency_proof(earlier);
        ASSERT_EQ(proof, hashes(reference::subproof(earlier, prefix(size), true)))
            << earlier << " of " << size;
        ASSERT_TRUE(proves_consistency(proof, earlier, roots[earlier], size, roots[size]));
    }
}

TEST_F(RandomTrees, RefuseEveryAlteredInclusionProof) {
    SCOPED_TRACE(trace());
    for (int round = 0; round < 60; ++round) {
        const std::size_t size = number(1, round < 20 ? 20 : kMostLeaves);
        const std::size_t index = number(0, size - 1);
        const Hash leaf = hash_from(leaf_hashes[index]);
        const auto proof = Tree(stored, size).inclusion_proof(index);
        alter(proof, leaf, [&](const InclusionProof& wrong, const char* how) {
            ASSERT_FALSE(proves_inclusion(wrong, leaf, index, size, roots[size]))
                << how << ' ' << index << ' ' << size;
        });
        for (std::size_t bit = 0; bit < kHashSize * 8; ++bit) {
            Hash other = leaf;
            other[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            ASSERT_FALSE(proves_inclusion(proof, other, index, size, roots[size]));
            other = roots[size];
            other[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            ASSERT_FALSE(proves_inclusion(proof, leaf, index, size, other));
        }
        for (std::size_t elsewhere = 0; elsewhere < size + 3; ++elsewhere) {
            ASSERT_EQ(proves_inclusion(proof, leaf, elsewhere, size, roots[size]),
                      elsewhere == index)
                << "of leaf " << index << " for " << elsewhere;
        }
    }
}

TEST_F(RandomTrees, RefuseEveryAlteredConsistencyProof) {
    SCOPED_TRACE(trace());
    for (int round = 0; round < 60; ++round) {
        const std::size_t size = number(2, round < 20 ? 20 : kMostLeaves);
        const std::size_t earlier = number(1, size - 1);
        const auto proof = Tree(stored, size).consistency_proof(earlier);
        alter(proof, roots[earlier], [&](const ConsistencyProof& wrong, const char* how) {
            ASSERT_FALSE(proves_consistency(wrong, earlier, roots[earlier], size, roots[size]))
                << how << ' ' << earlier << ' ' << size;
        });
        for (std::size_t bit = 0; bit < kHashSize * 8; ++bit) {
            Hash other = roots[earlier];
            other[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            ASSERT_FALSE(proves_consistency(proof, earlier, other, size, roots[size]));
            other = roots[size];
            other[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            ASSERT_FALSE(proves_consistency(proof, earlier, roots[earlier], size, other));
        }
        ASSERT_FALSE(proves_consistency(proof, size, roots[size], earlier, roots[earlier]))
            << "backwards";
        for (std::size_t other = 1; other < size; ++other) {
            ASSERT_EQ(proves_consistency(proof, other, roots[other], size, roots[size]),
                      other == earlier);
        }
    }
}

}  // namespace
}  // namespace postvern::records::merkle
