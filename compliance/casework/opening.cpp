// A case from a letter: what the letter says is on file, and whom it is about is kept out.
#include <algorithm>
#include <random>

#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::CaseEntry;

namespace {

// What an intake says is evidence that it says so.
EvidenceSet evidence_of(const Intake& intake) {
    EvidenceSet set;
    const auto add = [&](bool is_there, Evidence evidence) {
        if (is_there) set.add(evidence);
    };
    add(!intake.instrument.empty(), Evidence::instrument);
    add(!intake.statute.empty(), Evidence::section);
    add(!intake.authority.empty() || !intake.authority_kind.empty(), Evidence::authority);
    add(!intake.country.empty(), Evidence::country);
    add(!intake.accounts.empty(), Evidence::accounts);
    add(!intake.classes.empty(), Evidence::data_classes);
    const bool is_undated = intake.classes == std::vector{policy::DisclosureClass::subscriber};
    add(intake.window.has_value() || is_undated, Evidence::time_window);
    return set;
}

std::optional<records::Moments> moments_of(const Intake& intake) {
    if (!intake.window) return {};
    return records::Moments{intake.window->from, intake.window->until - 1};
}

CaseView first_view(const Intake& intake) {
    CaseView view;
    view.evidence = evidence_of(intake);
    view.references = intake.references;
    view.deadline = intake.deadline;
    view.accounts = intake.accounts;
    view.received_at = intake.received;
    const std::string& state = intake.on_behalf_of.empty() ? intake.country : intake.on_behalf_of;
    view.foreign = !state.empty() && state != "NO";
    return view;
}

// 32 random octets in hexadecimal digits: what hides the case in the report until it is opened.
std::string random_digits() {
    std::random_device random;  // getrandom(2)
    std::array<std::uint8_t, 32> octets{};
    for (std::uint8_t& each : octets) each = static_cast<std::uint8_t>(random());
    return records::hexadecimal(octets);
}

}  // namespace

CaseOutcome Casework::open(const CaseWorker& by, const Intake& intake, std::string request_toml,
                           std::vector<records::NewPaper> papers, const std::vector<std::uint32_t>& named) {
    const auto leave = [&] {
        return by.leave(Action::open_case, Resource::numbered(ResourceType::legal_case, 0), Purpose::legal_request, {});
    };
    std::vector<policy::AccountId> accounts;
    for (const auto& named_so : state_->parts.disclosure.named(leave(), intake.accounts, moments_of(intake))) {
        for (const policy::AccountId account : named_so) {
            if (std::find(accounts.begin(), accounts.end(), account) == accounts.end()) accounts.push_back(account);
        }
    }
    const std::int64_t now = state_->now();
    const CaseView view = first_view(intake);
    CaseEntry entry;
    entry.step = {.step = "open", .office = std::string(name(CaseActor::legal_officer)),
                  .into = std::string(name(view.state))};
    entry.fields = casework::fields_of(view);
    entry.fields["request"] = std::move(request_toml);
    entry.fields["report-random"] = random_digits();
    entry.papers = std::move(papers);
    entry.clocks = casework::clocks_of(view, false, now);
    CaseOutcome outcome;
    outcome.file = state_->parts.files.open(leave(), std::move(accounts), named, std::move(entry));
    outcome.taken = true;
    return outcome;
}

}  // namespace postvern::compliance
