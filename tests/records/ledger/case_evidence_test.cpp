// What the record gives out of one case, for the bag of what is disclosed in it.
#include <gmock/gmock.h>

#include "compliance/verify/verifier.hpp"
#include "records/ledger/site_keys.hpp"
#include "tests/records/ledger/gated_house.hpp"

namespace postvern::records::ledger {
namespace {

namespace verify = compliance::verify;

constexpr AccountId kAlice{7};
constexpr AccountId kBob{8};
constexpr std::uint64_t kCase = 5;
constexpr std::uint64_t kOther = 6;
constexpr std::int64_t kMarchEnds = 1'775'001'600;  // 2026-04-01

// Every case is one in which a court has ordered Alice's mail, and all is done that comes before an extraction.
class AllIsApproved : public OpenAccounts {
  public:
    std::optional<policy::StaffFacts> staff(std::uint32_t user) const override {
        auto facts = OpenAccounts::staff(user);
        if (user == 1002) facts->roles = {policy::StaffRole::legal_officer};
        return facts;
    }
    std::optional<policy::CaseFacts> legal_case(std::uint64_t) const override {
        policy::CaseFacts facts;
        facts.accounts = {kAlice};
        facts.basis = policy::Basis::court_order;
        facts.route = policy::Route::domestic;
        facts.order = policy::OrderFacts{true, true, 0, 4'000'000'000, {kAlice}, {policy::DisclosureClass::mail}, 0,
                                         4'000'000'000, false, true, false};
        facts.director_approved = facts.second_officer_approved = true;
        facts.owners_told = true;
        return facts;
    }
};

// Keys of which the site has no copy any more from a moment on: those of records of March.
class GivenUpKeys : public MemoryKeys {
  public:
    std::optional<Secret> find_record_key_for(std::string_view name, const RecordOpener& by) const override {
        if (is_given_up(name)) return {};
        return MemoryKeys::find_record_key_for(name, by);
    }
    RecordKeyState state(std::string_view name) const override {
        return is_given_up(name) ? RecordKeyState::sealed : MemoryKeys::state(name);
    }
    bool march_is_over = false;

  private:
    bool is_given_up(std::string_view name) const {
        return march_is_over && name.find("/records/") != std::string_view::npos &&
               name.find("/2026-03/") != std::string_view::npos;
    }
};

class CaseRecord : public GatedHouse {
  protected:
    void SetUp() override {
        ledger = std::make_shared<Ledger>(settings(), sealed_keys);
        gate = policy::Assembly::make_gate(policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook"),
                                           {.facts = std::make_shared<AllIsApproved>(),
                                            .journal = ledger,
                                            .credentials = std::make_shared<TrustingCredentials>(),
                                            .clock = [this] { return now.load(); },
                                            .sha256 = [](std::string_view) { return policy::RulebookHash{9}; }});
        ledger->honour_grants_of(*gate);
    }
    void record_of(std::uint64_t legal_case, std::vector<AccountId> accounts, bool may_be_shown = false) {
        policy::Act done = act(policy::kNoAccount);
        done.legal_case = policy::ActInCase{legal_case, std::move(accounts), may_be_shown};
        record(*ledger, done);
    }
    policy::Grant extracting(std::uint64_t legal_case = kCase) {
        const auto subject = gate->admit(policy::StaffClaim{1002, {}}, policy::Channel::control);
        return gate->ask_and_wait({*subject, policy::Action::extract,
                                   policy::Resource::numbered(policy::ResourceType::legal_case, legal_case),
                                   policy::Purpose::legal_request, policy::Channel::control,
                                   policy::Extent{kAlice, policy::DisclosureClass::mail, 1, 2, false}});
    }
    CaseEvidence evidence(std::uint64_t legal_case = kCase, std::int64_t since = kMoment) {
        std::vector<policy::Grant> grants;
        grants.push_back(extracting(legal_case));
        return ledger->case_evidence(std::move(grants), since);
    }

    GivenUpKeys sealed_keys;
};

TEST_F(CaseRecord, IsProvenAndIsOfNoOtherCaseOrAccount) {
    record_of(kCase, {kAlice});
    record_of(kCase, {kAlice}, true);  // in the stream that she is shown
    record_of(kCase, {});              // of the house
    record_of(kCase, {kBob});          // whom the order does not name
    record_of(kOther, {kAlice});
    record(*ledger, act(kAlice));
    ledger->publish_now();
    record_of(kCase, {kAlice});
    const CaseEvidence found = evidence();
    EXPECT_EQ(found.acts.size(), 5U) << "three published, one not, and the extraction itself";
    EXPECT_EQ(found.pending, 2U);
    EXPECT_EQ(found.left_out, 0U);
    EXPECT_FALSE(found.closed_before);
    EXPECT_EQ(found.checkpoint, ledger->head());
    ASSERT_EQ(found.proofs.size(), 3U);
    const verify::Trust trust(verify::parse_key(ledger->verifier_key()));
    for (std::size_t i = 0; i < 3; ++i) {
        const verify::Proof proof = verify::parse_proof(found.proofs[i]);
        EXPECT_NO_THROW(verify::check_inclusion(proof, verify::leaf_of(proof.extra), trust));
        EXPECT_EQ(proof.index, found.acts[i].leaf);
        EXPECT_EQ(found.acts[i].case_reference, ledger->case_reference(kCase));
        EXPECT_NE(found.acts[i].subject, hex(SiteKeys(sealed_keys).pseudonym_of(kBob)));
    }
    EXPECT_FALSE(found.acts[3].leaf);
    EXPECT_EQ(found.acts[4].operation, "extract");
    EXPECT_THAT(found.acts[4].rules, testing::HasSubstr("ISP-35.officers-carry-out-orders"));
}

TEST_F(CaseRecord, IsWithoutProofsBeforeTheFirstBatch) {
    record_of(kCase, {kAlice});
    const CaseEvidence found = evidence();
    EXPECT_TRUE(found.proofs.empty());
    EXPECT_EQ(found.pending, 2U);
    EXPECT_EQ(found.checkpoint, "");
}

TEST_F(CaseRecord, TellsUntilWhenEntriesMayHaveStayedClosed) {
    record_of(kCase, {kAlice});
    now = kMarchEnds + 60;
    record_of(kCase, {kAlice});
    ledger->publish_now();
    sealed_keys.march_is_over = true;
    const CaseEvidence found = evidence();
    EXPECT_EQ(found.proofs.size(), 1U);
    EXPECT_EQ(found.closed_before, kMarchEnds);
    EXPECT_FALSE(evidence(kCase, kMarchEnds).closed_before) << "the case was opened later";
}

TEST_F(CaseRecord, TakesGrantsToExtractInOneCaseAlone) {
    const auto denied = [&](std::vector<policy::Grant> grants) {
        EXPECT_THROW(ledger->case_evidence(std::move(grants), 0), policy::Denied);
    };
    denied({});
    std::vector<policy::Grant> two_cases;
    two_cases.push_back(extracting(kCase));
    two_cases.push_back(extracting(kOther));
    denied(std::move(two_cases));
    std::vector<policy::Grant> review;
    review.push_back(reviewing(kCase));
    denied(std::move(review));
    // And such a grant opens nothing else of the record.
    EXPECT_THROW(ledger->read(extracting(), {}), policy::Denied);
    EXPECT_THROW(ledger->export_entry(extracting(), 1), policy::Denied);
}

}  // namespace
}  // namespace postvern::records::ledger
