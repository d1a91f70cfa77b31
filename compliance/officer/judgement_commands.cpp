#include <algorithm>

#include "compliance/disclosure/lines.hpp"
#include "compliance/officer/commands.hpp"
#include "compliance/officer/words.hpp"

namespace postvern::compliance::officer {

namespace {

using disclosure::Office;
using disclosure::Request;
using disclosure::Seat;

constexpr std::size_t kShownOfCase = 8;  // digits that are typed to confirm

Request request_in(const std::string& file) {
    return disclosure::parse_request(read_file(file, disclosure::kLargestRequest));
}

template <typename Parse>
auto statement_in(const std::string& file, Parse parse) {
    try {
        return parse(read_file(file, disclosure::kLargestStatement));
    } catch (const disclosure::SyntaxError& error) {
        throw Failure(file + ": " + error.what());
    }
}

template <typename Parse>
auto statements_in(const Arguments& arguments, std::string_view option, Parse parse) {
    std::vector<decltype(parse(std::string_view()))> statements;
    for (const auto& file : arguments.values(option)) statements.push_back(statement_in(file, parse));
    return statements;
}

void expect_not_withdrawn(const Device& device, const disclosure::Hash& request) {
    if (std::find(device.withdrawn.begin(), device.withdrawn.end(), request) != device.withdrawn.end()) {
        throw disclosure::Refused(disclosure::Reason::withdrawn, "the request was withdrawn");
    }
}

void remember_withdrawn(Device& device, const disclosure::Hash& request) {
    const bool is_known =
        std::find(device.withdrawn.begin(), device.withdrawn.end(), request) != device.withdrawn.end();
    if (!is_known) device.withdrawn.push_back(request);
}

// Shows it; then the first digits of the case have to be typed.
void confirm(const Arguments& arguments, const Report& report, const disclosure::CaseReference& reference,
             const std::string& what) {
    arguments.confirm(report.in_words() + what + " Type the first 8 digits of the case: ",
                      disclosure::to_hex(reference).substr(0, kShownOfCase));
}

Seat seat_in(const Arguments& arguments) {
    const std::string& text = arguments.value("seat");
    for (const Seat seat : {Seat::managing_director, Seat::second_officer}) {
        if (text == disclosure::name(seat)) return seat;
    }
    throw Usage("--seat takes managing_director or second_officer");
}

// An officer sits in their own seat; everybody else where --seat says, if they were appointed.
Seat seat_of(const Device& device, const Arguments& arguments) {
    if (device.card.office == Office::managing_director) return Seat::managing_director;
    if (device.card.office == Office::second_officer) return Seat::second_officer;
    return seat_in(arguments);
}

void expect_office(const Device& device, Office office, const char* otherwise) {
    if (device.card.office != office) throw Failure(otherwise);
}

}  // namespace

Told show(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    const Request request = request_in(arguments.file());
    Told told;
    told.report = in_words(request, *session.device);
    try {
        expect_not_withdrawn(*session.device, request.hash);
        disclosure::verify_request(request, session.device->pins(), arguments.now);
        told.report.add("verdict", "nothing but what the order grants");
    } catch (const disclosure::Refused& refused) {
        told.report.add("verdict", "REFUSED");
        told.refusal = refused.what();
    }
    return told;
}

Told sign_order(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    expect_office(*session.device, Office::validator, "only a validator's device signs orders");
    const auto order = disclosure::parse_order(read_file(arguments.file(), disclosure::kLargestOrder));
    disclosure::verify_order_is_whole(order);
    Told told;
    add_order(told.report, order);
    confirm(arguments, told.report, order.case_reference, "This is what the instrument says, and the order is valid.");
    told.document = disclosure::sign_order(order, arguments.now, session.device->signing).text;
    return told;
}

Told appoint(const Arguments& arguments) {
    arguments.allow({"case", "seat", "substitute", "until"});
    Session session(arguments);
    const Device& device = *session.device;
    disclosure::CaseReference reference;
    if (!disclosure::from_hex(arguments.value("case"), reference)) throw Usage("--case takes 32 hexadecimal digits");
    const Seat seat = seat_in(arguments);
    const auto until = disclosure::from_moment(arguments.value("until"));
    if (!until || *until <= arguments.now) throw Usage("--until takes a moment to come, like 2027-03-01T09:30:00Z");
    const auto card = statement_in(arguments.value("substitute"), disclosure::parse_card);
    const bool is_other_officer =
        device.card.office == (seat == Seat::managing_director ? Office::second_officer : Office::managing_director);
    if (!is_other_officer && device.card.office != Office::validator) {
        throw Failure("a substitute is appointed by the officer in the other seat and a validator");
    }
    if (card.site != device.site || card.signing == device.card.signing) {
        throw Failure("the substitute must be somebody else of this site");
    }
    Told told;
    told.report.add("case", disclosure::to_hex(reference)).add("seat", disclosure::name(seat));
    told.report.add("substitute", card.name + ", card " + disclosure::fingerprint(card));
    told.report.add("until", disclosure::to_moment(*until));
    confirm(arguments, told.report, reference, "The substitute may approve in this seat for this case.");
    told.document =
        disclosure::sign_appointment(reference, seat, card.signing, *until, arguments.now, device.signing).text;
    return told;
}

Told approve(const Arguments& arguments) {
    arguments.allow({"seat", "appointment"});
    Session session(arguments);
    const Device& device = *session.device;
    const auto pins = device.pins();
    const Request request = request_in(arguments.file());
    expect_not_withdrawn(device, request.hash);
    disclosure::verify_request(request, pins, arguments.now);
    const auto appointments = statements_in(arguments, "appointment", disclosure::parse_appointment);
    Told told;
    told.report = in_words(request, device);
    const auto approval = disclosure::sign_approval(request.case_reference, request.hash, seat_of(device, arguments),
                                                    arguments.now, device.signing);
    disclosure::verify_approval(approval, request, appointments, pins, arguments.now);
    confirm(arguments, told.report, request.case_reference, "You approve that these keys are opened.");
    told.document = approval.text;
    return told;
}

Told attest(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    const Device& device = *session.device;
    expect_office(device, Office::data_protection_officer, "only the data protection officer's device attests");
    const Request request = request_in(arguments.file());
    expect_not_withdrawn(device, request.hash);
    disclosure::verify_request(request, device.pins(), arguments.now);
    Told told;
    told.report = in_words(request, device);
    confirm(arguments, told.report, request.case_reference, "You state that no objection is standing.");
    told.document =
        disclosure::sign_attestation(request.case_reference, request.hash, arguments.now, device.signing).text;
    return told;
}

Told withdraw(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    Device& device = *session.device;
    const Request request = request_in(arguments.file());
    Told told;
    const auto withdrawal =
        disclosure::sign_withdrawal(request.case_reference, request.hash, arguments.now, device.signing);
    disclosure::verify_withdrawal(withdrawal, request.hash, device.pins());
    told.report.add("case", disclosure::to_hex(request.case_reference)).add("withdrawn", disclosure::to_hex(request.hash));
    confirm(arguments, told.report, request.case_reference, "Nothing is to be opened by this request any more.");
    remember_withdrawn(device, request.hash);
    session.device.save();
    told.document = withdrawal.text;
    return told;
}

Told heed(const Arguments& arguments) {
    arguments.allow({});
    Session session(arguments);
    const auto withdrawal = statement_in(arguments.file(), disclosure::parse_withdrawal);
    disclosure::verify_withdrawal(withdrawal, withdrawal.request, session.device->pins());
    remember_withdrawn(*session.device, withdrawal.request);
    session.device.save();
    Told told;
    told.report.add("withdrawn", disclosure::to_hex(withdrawal.request));
    return told;
}

namespace {

unsigned counterpart_in(const Arguments& arguments, unsigned own) {
    const std::string& text = arguments.value("with");
    if (text.size() != 1 || text[0] < '1' || text[0] > '3') throw Usage("--with takes 1, 2 or 3");
    const auto other = static_cast<unsigned>(text[0] - '0');
    if (other == own) throw Usage("--with takes the index of the other holder");
    return other;
}

// The two officers open nothing that they did not approve themselves; the deposit approves nothing, and opens what
// both did.
void expect_own_approval(const Device& device, const disclosure::Mandate& mandate) {
    if (device.card.office == Office::deposit) return;
    const bool is_there =
        std::any_of(mandate.approvals.begin(), mandate.approvals.end(),
                    [&](const disclosure::Approval& each) { return each.key == device.card.signing; });
    if (!is_there) throw disclosure::Refused(disclosure::Reason::missing_signature, "this device's own approval is missing");
}

}  // namespace

Told partials(const Arguments& arguments) {
    arguments.allow({"with", "approval", "attestation", "appointment", "withdrawal"});
    Session session(arguments);
    Device& device = *session.device;
    if (!device.share || !device.key) throw Failure("this device holds no share of the disclosure key");
    const unsigned with = counterpart_in(arguments, device.holder());
    const Request request = request_in(arguments.file());
    disclosure::Mandate mandate;
    mandate.approvals = statements_in(arguments, "approval", disclosure::parse_approval);
    mandate.appointments = statements_in(arguments, "appointment", disclosure::parse_appointment);
    mandate.withdrawals = statements_in(arguments, "withdrawal", disclosure::parse_withdrawal);
    if (arguments.has("attestation")) {
        mandate.attestation = statement_in(arguments.value("attestation"), disclosure::parse_attestation);
    }
    const auto pins = device.pins();
    expect_not_withdrawn(device, request.hash);
    disclosure::verify_request(request, pins, arguments.now);
    disclosure::verify_mandate(request, mandate, pins, arguments.now);
    expect_own_approval(device, mandate);
    Told told;
    told.report = in_words(request, device);
    confirm(arguments, told.report, request.case_reference, "Your share helps to open these keys.");
    std::vector<threshold::Partial> made;
    made.reserve(request.keys.size());
    for (const auto& key : request.keys) {
        made.push_back(threshold::partial(*device.share, with, *device.key, key.ciphertext, key.label, request.hash));
    }
    device.answered.push_back({request.hash, arguments.now});
    session.device.save();
    told.document =
        disclosure::to_text(disclosure::sign_partials(request.hash, device.holder(), with, std::move(made), device.signing));
    return told;
}

}  // namespace postvern::compliance::officer
