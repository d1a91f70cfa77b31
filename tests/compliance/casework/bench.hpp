// A house with people who have keys, and cases that tests lead from step to step.
#pragma once

#include <map>

#include "compliance/casework.hpp"
#include "compliance/disclosure/statements.hpp"
#include "tests/records/archive/household.hpp"

namespace postvern::compliance {

constexpr std::uint32_t kOfficer = 70'001;
constexpr std::uint32_t kColleague = 70'002;
constexpr std::uint32_t kSecond = 70'003;
constexpr std::uint32_t kWatchdog = 70'004;
constexpr std::uint32_t kSupport = 70'005;
constexpr std::uint32_t kDirector = 70'006;
constexpr std::uint32_t kConcerned = 70'007;  // a legal officer whose account it is about

// Letters as they are entered (docs/formats/request.md).
extern const char* const kAttorney;
extern const std::string kPolice;      // an officer of the police, without a court
extern const char* const kCourt;        // a court's order
extern const char* const kPreservation;

// The site, opened: gone and opened again as often as a test wants.
class House {
  public:
    explicit House(const records::Scratch& scratch, const OrderSigners& signers = {});

    CaseWorker by(std::uint32_t user);
    policy::Subject subject(std::uint32_t user);

    records::Household home;
    Casework casework;
};

class Bench {
  public:
    Bench();
    House& house() { return *house_; }
    records::Household& home() { return house_->home; }
    Casework& casework() { return house_->casework; }
    // As a restart does.
    void reopen();
    // Gone, `between`, and opened again.
    void reopen(const std::function<void()>& between);

    std::string open(const std::string& letter, const std::vector<std::uint32_t>& named = {});
    CaseOutcome take(std::uint32_t user, const std::string& reference, CaseAct act);
    CaseOutcome take(std::uint32_t user, const std::string& reference, CaseStep step,
                     std::vector<Evidence> evidence = {}, std::string reason = {});
    CaseSight see(const std::string& reference, std::uint32_t user = kOfficer);
    std::string text_of(const std::string& reference, const CaseOutcome& outcome);
    disclosure::SigningKey& key_of(std::uint32_t user) { return keys_.at(user); }

    // --- Roads ----------------------------------------------------------------------------------
    std::string classified(const std::string& letter);
    CourtOrder order(const std::string& reference);
    CaseAct entering(const CourtOrder& order);
    CaseAct validating(std::uint32_t user, const std::string& reference);
    // A court's order that two have validated, up to SCOPED.
    std::string scoped(const std::vector<std::string>& accounts = {"alice@example.org"});

    records::Scratch scratch;
    OrderSigners signers{};  // from the next reopen() on
    records::AccountId alice{};
    records::AccountId bob{};

  private:
    std::map<std::uint32_t, disclosure::SigningKey> keys_;
    std::optional<House> house_;
};

}  // namespace postvern::compliance
