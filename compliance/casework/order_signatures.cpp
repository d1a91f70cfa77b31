// The electronic signature of an order, as it came: examined when it comes, and its finding kept with the order.
#include <algorithm>

#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance {

namespace casework {

std::string about_signature(const CaseView& view) {
    if (!view.order || view.order->seal != OrderSeal::signature) return {};
    if (!view.order_signature) {
        return "; its electronic signature did not come with it: `case attach --order-signature FILE` brings it";
    }
    return view.order_signature->verified ? "" : "; of its electronic signature: " + view.order_signature->why_not;
}

}  // namespace casework

std::optional<OrderSignatureFinding> Casework::State::examine_signature(const CaseWorker& by, std::uint64_t number,
                                                                        const CaseAct& act) const {
    // Of the order that comes with the step, or of the one on file, the very document that it names: no other counts.
    std::optional<CourtOrder> order = act.order;
    std::vector<std::string> documents;
    if (act.step == CaseStep::enter_order) {
        for (const records::NewPaper& paper : act.papers) {
            if (paper.kind == "order") documents.push_back(paper.octets);
        }
    } else {
        const records::CaseFile file = read(by, number);
        order = casework::view_of(file, {}).order;
        documents = papers_of(by, file, "order");
    }
    if (!order) return {};
    const auto document = std::find_if(documents.begin(), documents.end(), [&](const std::string& text) {
        return records::sha256(text) == order->instrument;
    });
    if (document == documents.end()) return {};
    const auto signature = std::find_if(act.papers.begin(), act.papers.end(), [](const records::NewPaper& paper) {
        return paper.kind == casework::kOrderSignature;
    });
    // In force on the day of the order and when it is received; a signer's clock may be anywhere in the day.
    const std::int64_t received = now();
    const std::int64_t dated =
        order->date ? std::min(received, (order->date->time_since_epoch().count() + 1) * kDay - 1) : received;
    return check_order_signature(*document, signature->octets, parts.order_signers, received, dated);
}

}  // namespace postvern::compliance
