// Two lives of one site, with and without a request for data under lawful silence: what is public and what the
// owner is shown is compared.
#include <gmock/gmock.h>

#include <fstream>

#include "records/archive/store.hpp"
#include "records/backup.hpp"
#include "records/statistics/stored.hpp"
#include "tests/records/archive/household.hpp"

namespace postvern::compliance {
namespace {

namespace fs = std::filesystem;

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::Household;
using records::Scratch;

constexpr std::int64_t kDay = 86'400;

struct Shown {
    std::vector<std::string> to_owner;          // views of the record, by day
    std::vector<std::string> stream_proofs;     // without what is random: digits and base64 by their lengths
    std::map<std::string, std::uint64_t> public_files;  // by name, with their sizes
    std::vector<std::string> leaves;            // without commitments and tags
    std::map<std::string, std::uint64_t> backup_files;
    std::uint64_t stored = 0;  // what the statistics know of the store
    std::size_t steps = 0;     // taken in the case
};

std::map<std::string, std::uint64_t> sizes_in(const fs::path& directory) {
    std::map<std::string, std::uint64_t> sizes;
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        if (entry.is_regular_file()) {
            sizes[entry.path().lexically_relative(directory).string()] = entry.file_size();
        }
    }
    return sizes;
}

// The public leaves: what of them is neither commitment nor tag.
std::vector<std::string> fixed_octets_of_leaves(const fs::path& tiles) {
    std::vector<std::string> leaves;
    for (const auto& entry : fs::recursive_directory_iterator(tiles / "tile/entries")) {
        if (!entry.is_regular_file()) continue;
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string octets{std::istreambuf_iterator<char>(stream), {}};
        for (std::size_t at = 0; at + 66 <= octets.size(); at += 66) {
            leaves.push_back(octets.substr(at, 10) + octets.substr(at + 58, 8));
        }
    }
    return leaves;
}

class Life {
  public:
    explicit Life(const Scratch& scratch) : scratch_(scratch), home_(scratch) {
        alice_ = home_.add_account("alice@example.org", "correct horse");
        home_.add_account("bob@example.org", "battery staple");
        support_ = home_.employ(70'005, policy::StaffRole::support);
        officer_ = home_.employ(70'001, policy::StaffRole::legal_officer);
        home_.deliver(alice_, records::letter("first"));
    }

    Shown live(bool with_case) {
        for (int day = 0; day < 3; ++day) {
            act_in_the_ordinary();
            if (with_case) act_in_the_case();
            home_.site.ledger().publish_now();
            look();
            home_.now += kDay;
        }
        finish();
        return std::move(shown_);
    }

  private:
    void act_in_the_ordinary() {
        EXPECT_THROW(home_.ask(*support_, Action::administer_accounts, Resource::of(alice_)), policy::Denied);
        home_.deliver(alice_, records::letter("another"));
    }

    policy::Grant ask_in_case(Action action) {
        return home_.ask(*officer_, action, Resource::numbered(ResourceType::legal_case, number_),
                         Purpose::legal_request);
    }
    void act_in_the_case() {
        if (number_ == 0) {
            number_ = home_.cases.open(ask_in_case(Action::open_case), {alice_}, {});
            home_.cases.set_silence(ask_in_case(Action::decide_case), policy::Silence::statutory, {});
        }
        for (int i = 0; i < 3; ++i) {
            home_.cases.read(ask_in_case(Action::read_case));
            EXPECT_THROW(ask_in_case(Action::disclose), policy::Denied);
        }
        shown_.steps += 6;
    }

    // All that the owner is shown.
    void look() {
        const auto owner = home_.sign_in("alice@example.org", "correct horse");
        const auto leave = [&] {
            return home_.ask(owner, Action::export_, Resource::of(alice_), Purpose::subject_rights);
        };
        auto& ledger = home_.site.ledger();
        std::string view;
        for (const auto& act : ledger.entries(leave(), {})) {
            view += std::to_string(act.sequence) + ' ' + std::to_string(act.moment) + ' ' + act.operation +
                    ' ' + act.purpose + ' ' + act.rules + ' ' + std::string(act.objects) + ' ' +
                    (act.leaf ? "published" : "pending") + '\n';
        }
        for (const auto& tally : ledger.tallies(leave(), alice_)) {
            view += std::to_string(static_cast<std::int32_t>(tally.day)) + ' ' + std::to_string(tally.count) + '\n';
        }
        shown_.to_owner.push_back(view);
        const auto proof = ledger.stream_proof(leave());
        shown_.stream_proofs.push_back(
            std::to_string(static_cast<std::int32_t>(proof.day)) + ' ' + std::to_string(proof.count) + ' ' +
            std::to_string(proof.seed.size()) + ' ' + std::to_string(proof.other.size()) + ' ' +
            std::to_string(proof.path.size()) + ' ' + std::to_string(proof.head.proof.path.size()) + ' ' +
            std::to_string(proof.head.opening.size()));
    }

    void finish() {
        const auto by = home_.staff();
        records::back_up(home_.site, *home_.gate,
                         home_.ask(by, Action::backup, Resource::site(), Purpose::backup),
                         scratch_.path() / "copy");
        shown_.backup_files = sizes_in(scratch_.path() / "copy");
        shown_.public_files = sizes_in(scratch_.path() / "data/tiles");
        shown_.leaves = fixed_octets_of_leaves(scratch_.path() / "data/tiles");
        shown_.stored = records::stored_units(home_.site.store(), 1, 1'000'000);
    }

    const Scratch& scratch_;
    Household home_;
    policy::AccountId alice_{};
    std::optional<policy::Subject> support_, officer_;
    std::uint64_t number_ = 0;
    Shown shown_;
};

TEST(Silence, ShowsNothingToOwnersAndThePublic) {
    const Scratch here, there;
    const Shown without = Life(here).live(false);
    const Shown with = Life(there).live(true);
    EXPECT_GE(with.steps, 18U);
    EXPECT_EQ(with.to_owner, without.to_owner);
    EXPECT_THAT(without.to_owner, testing::Each(testing::HasSubstr("administer_accounts")));
    EXPECT_EQ(with.stream_proofs, without.stream_proofs);
    EXPECT_EQ(with.public_files, without.public_files);
    EXPECT_EQ(with.leaves, without.leaves);
    EXPECT_GE(without.leaves.size(), 96U);
    EXPECT_EQ(with.backup_files, without.backup_files);
    EXPECT_EQ(with.stored, without.stored);
}

}  // namespace
}  // namespace postvern::compliance
