// Letters that no step writes: an officer asks for them, and each has its time.
#include <algorithm>

#include "compliance/bag.hpp"
#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;

// Of the step's own papers: nobody brings one with an extraction.
std::optional<std::uint64_t> Casework::State::extracted_items(const CaseWorker& by, std::uint64_t number) const {
    const auto leave = [&] {
        return by.leave(Action::read_case, Resource::numbered(ResourceType::legal_case, number), Purpose::legal_request, {});
    };
    std::optional<policy::Grant> grant;
    try {
        grant.emplace(leave());
    } catch (const std::exception&) {
        return {};  // the step is refused for the same reason, and says so
    }
    const records::CaseFile file = parts.files.read(std::move(*grant));
    const auto extraction = std::find_if(file.steps.rbegin(), file.steps.rend(), [](const records::StepTaken& each) {
        return each.taken && each.step == name(CaseStep::extract);
    });
    if (extraction == file.steps.rend()) return {};
    for (const std::uint64_t paper : extraction->papers) {
        if (file.papers.at(paper - 1).kind == "bag-receipt") return items_in_receipt(parts.files.paper(leave(), paper));
    }
    return {};
}

namespace casework {

using records::Unacceptable;

namespace {

bool is_extracted(const CaseView& view) {
    switch (view.state) {
        case CaseState::extracted:
        case CaseState::delivered:
        case CaseState::notified:
        case CaseState::recalled: return true;
        case CaseState::closed: return view.delivered;
        default: return false;
    }
}

// Until two approved and extracted, whether there is anything is nobody's to know; but that none of its addresses is an account is
// told to those who work on a valid order, which goes no further then.
bool is_nothing_held(const CaseView& view, const records::CaseFile& file) {
    if (view.state == CaseState::privilege_cleared) {
        const auto accounts = ordered_accounts(file);
        return accounts && accounts->empty();
    }
    const bool has_subscriber = std::any_of(view.extents.begin(), view.extents.end(), [](const OrderExtent& each) {
        return each.data_class == policy::DisclosureClass::subscriber;
    });
    return view.state == CaseState::dual_approved && file.fields.count("request-empty") != 0 && !has_subscriber;
}

void require_nothing_held(const CaseView& view, const records::CaseFile& file, const Prepared& prepared) {
    if (view.state == CaseState::extracted) {
        if (prepared.extracted_items == 0) return;
        throw Unacceptable(prepared.extracted_items
                               ? "the extraction found " + std::to_string(*prepared.extracted_items) +
                                     (*prepared.extracted_items == 1 ? " file" : " files") +
                                     ", as the receipt of its bag says: nothing_held would not be true"
                               : "what the extraction found is not on file: the receipt of its bag is missing");
    }
    if (is_nothing_held(view, file)) return;
    throw Unacceptable("nothing_held is written once the extraction showed that nothing is held: from EXTRACTED, from "
                       "DUAL_APPROVED where the request lists nothing, or from PRIVILEGE_CLEARED where the order names no account");
}

void require_handed_over(const CaseView& view, const Prepared& prepared) {
    if (!is_extracted(view)) throw Unacceptable("hand_over_receipt is written once there is a bag: from EXTRACTED on");
    if (prepared.extracted_items.value_or(0) == 0) {
        throw Unacceptable("the extraction found nothing, as the receipt of its bag says: there is nothing whose reception could "
                           "be signed for; nothing_held tells the authority");
    }
}

void require_owner(const CaseView& view, const CaseAct& act, std::int64_t now) {
    if (silence_stands(view, now)) throw Unacceptable("silence stands: the owner is told nothing of the case, not by an answer either");
    if (act.owner.empty() && view.accounts.size() == 1) return;
    if (std::find(view.accounts.begin(), view.accounts.end(), act.owner) != view.accounts.end()) return;
    throw Unacceptable("say which owner is answered, by an address that the case is about: --owner ADDRESS");
}

}  // namespace

bool tells_of_extraction(const CaseAct& act) {
    return act.step == CaseStep::deliver || act.letter == "nothing_held" || act.letter == "hand_over_receipt";
}

void require_asked_letter(const CaseView& view, const records::CaseFile& file, const CaseAct& act, const Prepared& prepared,
                          std::int64_t now) {
    if (act.letter == "nothing_held") require_nothing_held(view, file, prepared);
    if (act.letter == "hand_over_receipt") require_handed_over(view, prepared);
    if (act.letter != "complaint_answer" && act.letter != "owner_answer") return;
    if (!act.came) throw Unacceptable("say on which day the letter came that is answered: --received DAY");
    if (*act.came > now) throw Unacceptable("the letter that is answered came on a day that has not begun: --received DAY");
    if (act.letter == "owner_answer") require_owner(view, act, now);
}

}  // namespace casework

}  // namespace postvern::compliance
