// What whoever works on a case is shown of it.
#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::CaseFile;

CaseSight Casework::read(const CaseWorker& by, std::string_view reference) const {
    return state_->sight_of(state_->read(by, state_->number_of(by, reference)));
}

std::vector<CaseSight> Casework::list(const CaseWorker& by, bool closed_too) const {
    std::vector<CaseSight> all;
    for (const std::uint64_t number : state_->parts.files.numbers(closed_too)) {
        if (!state_->is_recused(number, by.user)) all.push_back(state_->sight_of(state_->read(by, number)));
    }
    // Who may read no case is refused that on record, also where there is none to be seen.
    if (all.empty()) {
        by.leave(Action::read_case, Resource::numbered(ResourceType::legal_case, 0), Purpose::legal_request, {});
    }
    return all;
}

std::string Casework::paper(const CaseWorker& by, std::string_view reference, std::uint64_t number) const {
    const std::uint64_t of = state_->number_of(by, reference);
    return state_->parts.files.paper(
        by.leave(Action::read_case, Resource::numbered(ResourceType::legal_case, of), Purpose::legal_request, {}), number);
}

records::CaseFiles::PaperPart Casework::paper_part(const CaseWorker& by, std::string_view reference,
                                                   std::uint64_t number, std::uint64_t offset,
                                                   std::uint64_t most) const {
    const std::uint64_t of = state_->number_of(by, reference);
    return state_->parts.files.part(
        by.leave(Action::read_case, Resource::numbered(ResourceType::legal_case, of), Purpose::legal_request, {}), number,
        offset, most);
}

Proposal Casework::proposal(const CaseWorker& by, std::string_view reference) const {
    const CaseFile file = state_->read(by, state_->number_of(by, reference));
    return classify(state_->rules, casework::intake_of(file, casework::view_of(file, {})));
}

std::string Casework::order_form(const CaseSight& sight) const {
    CourtOrder form;
    form.legal_case = casework::reference_in(sight.file.reference);
    std::string text = to_text(form);
    const std::size_t at = text.find("window-from: ");
    return text.insert(at, "account: (a primary address; a line for each)\nclass: (mail, calendar, contacts, files or "
                           "subscriber; a line for each)\n");
}

std::string Casework::letter_pdf(const CaseWorker& by, std::string_view reference, std::uint64_t number) const {
    const CaseFile file = state_->read(by, state_->number_of(by, reference));
    if (number == 0 || number > file.papers.size() || file.papers[number - 1].kind != "letter") {
        throw records::NotFound("paper " + std::to_string(number) + " is no letter");
    }
    return pdf(casework::letter_of(paper(by, reference, number), file.papers[number - 1].at));
}

std::string Casework::order_text(const CaseWorker& by, std::string_view reference) const {
    const CaseFile file = state_->read(by, state_->number_of(by, reference));
    const auto order = file.fields.find("order");
    if (order == file.fields.end()) throw records::NotFound("no order is on file");
    return order->second;
}

}  // namespace postvern::compliance
