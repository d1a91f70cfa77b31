// Cases up to a bag that is opened: three holders with shares of a disclosure key, an authority with a certificate, and the
// programs of other people that open what it gets.
#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "compliance/casework/view.hpp"
#include "compliance/disclosure/partials.hpp"
#include "compliance/disclosure/request.hpp"
#include "compliance/recipient_certificate.hpp"
#include "tests/compliance/casework/bench.hpp"
#include "tests/records/disclosure/holders.hpp"

namespace postvern::compliance {

class ExtractionBench : public testing::Test, public Bench {
  protected:
    ExtractionBench();

    std::filesystem::path place(const std::string& name) const { return scratch.path() / name; }
    std::string content(const std::string& name) const;
    // Runs in the scratch directory; the test fails where it fails.
    void shell(const std::string& command) const;

    // An order over all that is in the account until now, to the authority; its window ends before `home().now`.
    CourtOrder order_until_now(const std::string& reference);
    void validate(const std::string& reference);
    // From an order that is on file and valid: secrecy, privilege, scope, the notice, and the time after it.
    void clear(const std::string& reference, const CaseAct& scope = step(CaseStep::scope));
    void notify(const std::string& reference);
    static CaseAct step(CaseStep step);

    disclosure::Request request(const std::string& reference);
    CaseAct approving(std::uint32_t user, const disclosure::Request& request, disclosure::Seat seat);
    CaseAct attesting(const disclosure::Request& request);
    void approve(const std::string& reference, const disclosure::Request& request);
    // What two holders' devices write.
    std::vector<std::string> partials(const disclosure::Request& request, unsigned one = 1, unsigned other = 2);
    CaseOutcome extract(const std::string& reference, const std::vector<std::string>& partials,
                        const std::string& authority = "authority");
    // The bag of the case, opened with that key: its texts by path, and what postvern-verify says of it.
    std::map<std::string, std::string> opened_bag(const std::string& reference, const std::string& authority = "authority");
    std::vector<std::string> subjects(const std::map<std::string, std::string>& bag) const;

    void erase(records::AccountId account);

    records::Holders holders;
    disclosure::SigningKey deposit = disclosure::SigningKey::generate();

  private:
    // NAME.pem and NAME.key, in force at the bench's clock.
    void make_certificate(const std::string& name) const;
};

}  // namespace postvern::compliance
