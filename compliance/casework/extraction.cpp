// The first round of an extraction: the request that holders approve.
#include <random>

#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"
#include "compliance/disclosure/request.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::CaseFile;
using records::Unacceptable;

namespace {

std::array<std::uint8_t, 16> random_nonce() {
    std::array<std::uint8_t, 16> nonce{};
    std::random_device random;  // getrandom(2)
    for (std::uint8_t& each : nonce) each = static_cast<std::uint8_t>(random());
    return nonce;
}

records::DataClass class_of(policy::DisclosureClass data_class) {
    switch (data_class) {
        case policy::DisclosureClass::mail: return records::DataClass::mail;
        case policy::DisclosureClass::calendar: return records::DataClass::calendar;
        case policy::DisclosureClass::contacts: return records::DataClass::contacts;
        case policy::DisclosureClass::files: return records::DataClass::files;
        case policy::DisclosureClass::subscriber: break;
    }
    throw std::logic_error("subscriber data have no keys");
}

}  // namespace

std::vector<std::string> Casework::State::papers_of(const CaseWorker& by, const CaseFile& file,
                                                    std::string_view kind) const {
    std::vector<std::uint64_t> numbers;
    for (auto paper = file.papers.rbegin(); paper != file.papers.rend(); ++paper) {
        if (paper->kind == kind) numbers.push_back(paper->number);
    }
    if (numbers.empty()) return {};
    auto grant = by.leave(Action::read_case, Resource::numbered(ResourceType::legal_case, file.number),
                          Purpose::legal_request, {});
    return parts.files.papers(std::move(grant), numbers);
}

CaseOutcome Casework::request(const CaseWorker& by, std::string_view reference, int days) {
    State& state = *state_;
    if (days < 1 || days > kRequestDays) throw Unacceptable("a request for extraction stands for 1 to 14 days");
    const std::uint64_t number = state.number_of(by, reference);
    const CaseFile file = state.read(by, number);
    const CaseView view = casework::view_of(file, {});
    casework::Prepared prepared;
    CaseAct act;
    act.step = CaseStep::request;
    const auto key = state.parts.disclosure.key();
    // Where no list may be made the step itself says so, and the refusal is on file.
    if (view.order && key && file.record.validators.size() >= 2 && transition(view.state, CaseStep::request) != nullptr) {
        disclosure::Request request;
        request.site = state.parts.site.id();
        request.order = disclosure::parse_order(to_text(*view.order));
        request.case_reference = request.order.case_reference;
        for (const std::string& text : state.papers_of(by, file, "validation")) {
            auto validation = disclosure::parse_order_signature(text);
            if (validation.order == request.order.hash) request.validations.push_back(std::move(validation));
        }
        request.disclosure_key = key->key.transcript;
        request.epoch = key->key.epoch;
        request.rulebook = state.parts.rulebook();
        request.nonce = random_nonce();
        const std::int64_t now = state.now();
        request.expires = std::min(now + days * kDay, request.order.in_force_until);
        for (const policy::Extent& extent : state.extents_of(file)) {
            if (extent.data_class == policy::DisclosureClass::subscriber) continue;
            auto grant = by.leave(Action::decide_case, Resource::numbered(ResourceType::legal_case, number),
                                  Purpose::legal_request, {});
            const auto listed = state.parts.disclosure.keys(std::move(grant), extent.account, class_of(extent.data_class),
                                                            *extent.window_from, *extent.window_until);
            for (const records::DisclosableKey& each : listed.keys) {
                if (each.sealed_to != key->number) continue;
                request.keys.push_back({each.label, listed.salt, records::threshold::Ciphertext::decode(each.ciphertext)});
            }
        }
        request = disclosure::seal(std::move(request));
        prepared.lists_nothing = request.keys.empty();
        prepared.requested = Span{now, request.expires};
        prepared.request_hash = records::hexadecimal(request.hash);
        prepared.papers.push_back({"request", "extraction-request.txt", disclosure::to_text(request)});
    }
    return state.take(by, number, act, std::move(prepared));
}

}  // namespace postvern::compliance
