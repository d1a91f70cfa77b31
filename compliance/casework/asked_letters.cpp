// Letters that no step writes: an officer asks for them, and each has its time.
#include <algorithm>

#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance::casework {

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
    if (view.state == CaseState::extracted) return true;
    if (view.state == CaseState::privilege_cleared) {
        const auto accounts = ordered_accounts(file);
        return accounts && accounts->empty();
    }
    const bool has_subscriber = std::any_of(view.extents.begin(), view.extents.end(), [](const OrderExtent& each) {
        return each.data_class == policy::DisclosureClass::subscriber;
    });
    return view.state == CaseState::dual_approved && file.fields.count("request-empty") != 0 && !has_subscriber;
}

void require_owner(const CaseView& view, const CaseAct& act, std::int64_t now) {
    if (silence_stands(view, now)) throw Unacceptable("silence stands: the owner is told nothing of the case, not by an answer either");
    if (act.owner.empty() && view.accounts.size() == 1) return;
    if (std::find(view.accounts.begin(), view.accounts.end(), act.owner) != view.accounts.end()) return;
    throw Unacceptable("say which owner is answered, by an address that the case is about: --owner ADDRESS");
}

}  // namespace

void require_asked_letter(const CaseView& view, const records::CaseFile& file, const CaseAct& act, std::int64_t now) {
    if (act.letter == "nothing_held" && !is_nothing_held(view, file)) {
        throw Unacceptable("nothing_held is written once the extraction showed that nothing is held: from EXTRACTED, from "
                           "DUAL_APPROVED where the request lists nothing, or from PRIVILEGE_CLEARED where the order names no account");
    }
    if (act.letter == "hand_over_receipt" && !is_extracted(view)) {
        throw Unacceptable("hand_over_receipt is written once there is a bag: from EXTRACTED on");
    }
    if (act.letter != "complaint_answer" && act.letter != "owner_answer") return;
    if (!act.came) throw Unacceptable("say on which day the letter came that is answered: --received DAY");
    if (*act.came > now) throw Unacceptable("the letter that is answered came on a day that has not begun: --received DAY");
    if (act.letter == "owner_answer") require_owner(view, act, now);
}

}  // namespace postvern::compliance::casework
