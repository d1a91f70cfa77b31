#include "compliance/disclosure/statements.hpp"

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::disclosure {

namespace {

constexpr std::string_view kOrderSignature = "postvern order signature 1";
constexpr std::string_view kApproval = "postvern disclosure approval 1";
constexpr std::string_view kAttestation = "postvern disclosure attestation 1";
constexpr std::string_view kWithdrawal = "postvern disclosure withdrawal 1";
constexpr std::string_view kAppointment = "postvern substitute appointment 1";
constexpr std::string_view kFinding = "no objection standing";

// A text being written: its lines, and what everybody signs of them at the end.
class Writer {
  public:
    explicit Writer(std::string_view first_line) : text_(std::string(first_line) + "\n") {}
    Writer& line(std::string_view name, std::string_view value) {
        text_.append(name).append(": ").append(value).append("\n");
        return *this;
    }
    Writer& line(std::string_view name, std::span<const std::uint8_t> octets) { return line(name, to_hex(octets)); }
    void sign(Signed& statement, std::int64_t moment, const SigningKey& key) {
        statement.moment = moment;
        statement.key = key.public_key();
        line("moment", to_moment(moment)).line("key", statement.key.octets);
        statement.signature = key.sign(text_);
        line("signature", statement.signature);
        statement.text = std::move(text_);
    }

  private:
    std::string text_;
};

LineReader open(std::string_view text, std::string_view first_line) {
    if (text.size() > kLargestStatement) throw SyntaxError(1, "a statement has at most 4096 octets");
    LineReader lines(text);
    lines.expect_line(first_line);
    return lines;
}

void close(LineReader& lines, std::string_view text, Signed& statement) {
    statement.moment = lines.moment("moment");
    lines.hex("key", statement.key.octets);
    lines.hex("signature", statement.signature);
    lines.expect_end();
    statement.text = text;
}

Seat seat_in(LineReader& lines) {
    const auto text = lines.value("seat");
    for (const Seat seat : {Seat::managing_director, Seat::second_officer}) {
        if (text == name(seat)) return seat;
    }
    lines.refuse("seat", "managing_director or second_officer");
}

// Approval, attestation and withdrawal begin alike.
template <typename Statement>
Statement about_request(LineReader& lines) {
    Statement statement;
    lines.hex("case", statement.case_reference);
    lines.hex("request", statement.request);
    return statement;
}

template <typename Statement>
Writer about_request(std::string_view first_line, Statement& statement, const CaseReference& reference,
                     const Hash& request) {
    statement.case_reference = reference;
    statement.request = request;
    Writer writer(first_line);
    writer.line("case", reference).line("request", request);
    return writer;
}

}  // namespace

std::string_view name(Seat seat) {
    return seat == Seat::managing_director ? "managing_director" : "second_officer";
}

bool is_signed(const Signed& statement) {
    const auto last = statement.text.rfind("signature: ");
    return last != std::string::npos &&
           verifies(statement.key, std::string_view(statement.text).substr(0, last), statement.signature);
}

OrderSignature sign_order(const CourtOrder& order, std::int64_t moment, const SigningKey& key) {
    OrderSignature signature;
    signature.case_reference = order.case_reference;
    signature.order = order.hash;
    Writer writer(kOrderSignature);
    writer.line("case", order.case_reference).line("order", order.hash).sign(signature, moment, key);
    return signature;
}

OrderSignature parse_order_signature(std::string_view text) {
    auto lines = open(text, kOrderSignature);
    OrderSignature signature;
    lines.hex("case", signature.case_reference);
    lines.hex("order", signature.order);
    close(lines, text, signature);
    return signature;
}

Approval sign_approval(const CaseReference& reference, const Hash& request, Seat seat, std::int64_t moment,
                       const SigningKey& key) {
    Approval approval;
    approval.seat = seat;
    about_request(kApproval, approval, reference, request).line("seat", name(seat)).sign(approval, moment, key);
    return approval;
}

Approval parse_approval(std::string_view text) {
    auto lines = open(text, kApproval);
    auto approval = about_request<Approval>(lines);
    approval.seat = seat_in(lines);
    close(lines, text, approval);
    return approval;
}

Attestation sign_attestation(const CaseReference& reference, const Hash& request, std::int64_t moment,
                             const SigningKey& key) {
    Attestation attestation;
    about_request(kAttestation, attestation, reference, request)
        .line("finding", kFinding)
        .sign(attestation, moment, key);
    return attestation;
}

Attestation parse_attestation(std::string_view text) {
    auto lines = open(text, kAttestation);
    auto attestation = about_request<Attestation>(lines);
    if (lines.value("finding") != kFinding) lines.refuse("finding", std::string(kFinding));
    close(lines, text, attestation);
    return attestation;
}

Withdrawal sign_withdrawal(const CaseReference& reference, const Hash& request, std::int64_t moment,
                           const SigningKey& key) {
    Withdrawal withdrawal;
    about_request(kWithdrawal, withdrawal, reference, request).sign(withdrawal, moment, key);
    return withdrawal;
}

Withdrawal parse_withdrawal(std::string_view text) {
    auto lines = open(text, kWithdrawal);
    auto withdrawal = about_request<Withdrawal>(lines);
    close(lines, text, withdrawal);
    return withdrawal;
}

Appointment sign_appointment(const CaseReference& reference, Seat seat, const SignerKey& substitute,
                             std::int64_t until, std::int64_t moment, const SigningKey& key) {
    Appointment appointment;
    appointment.case_reference = reference;
    appointment.seat = seat;
    appointment.substitute = substitute;
    appointment.until = until;
    Writer writer(kAppointment);
    writer.line("case", reference)
        .line("seat", name(seat))
        .line("substitute", substitute.octets)
        .line("until", to_moment(until))
        .sign(appointment, moment, key);
    return appointment;
}

Appointment parse_appointment(std::string_view text) {
    auto lines = open(text, kAppointment);
    Appointment appointment;
    lines.hex("case", appointment.case_reference);
    appointment.seat = seat_in(lines);
    lines.hex("substitute", appointment.substitute.octets);
    appointment.until = lines.moment("until");
    close(lines, text, appointment);
    return appointment;
}

}  // namespace postvern::compliance::disclosure
