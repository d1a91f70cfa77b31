// Who signed what on the road to a bag: validators the order; both seats and the data protection officer the request.
// docs/formats/disclosure-documents.md
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <set>

#include "compliance/verify/bag_parts.hpp"
#include "compliance/verify/lines.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::string_view kDirector = "managing_director";
constexpr std::string_view kSecond = "second_officer";
constexpr std::string_view kProtection = "data_protection_officer";
constexpr std::string_view kValidator = "validator";

bool holds_office(const OfficeKeys& keys, std::string_view office, const std::string& key) {
    const auto [first, last] = keys.equal_range(office);
    return std::any_of(first, last, [&](const auto& each) { return each.second == key; });
}

class Mandate {
  public:
    Mandate(const BagFiles& files, const Order& order, const OfficeKeys& keys)
        : files_(files), order_(order), keys_(keys) {}
    std::uint64_t check();

  private:
    void check_validations();
    void check_rulebook();
    void read_appointments();
    bool is_appointed(const Statement& approval, std::string_view seat) const;
    void check_approvals();
    void check_attestation();
    void require_of_request(const Statement& statement) const;

    const BagFiles& files_;
    const Order& order_;
    const OfficeKeys& keys_;
    ExtractionRequest request_;
    std::vector<Statement> appointments_;
};

void Mandate::check_validations() {
    std::set<std::string> persons;
    for (const std::string& name : numbered_files(files_, "evidence/validation-")) {
        in_file(files_, name, [&](std::string_view text) {
            const Statement statement = parse_statement(text, "postvern order signature 1", {"case", "order"});
            if (statement.values.at("order") != to_digits(order_.hash)) throw Fault("is over another order");
            if (statement.values.at("case") != order_.reference) throw Fault("is of another case than the order");
            if (!holds_office(keys_, kValidator, statement.key))
                throw Fault("is signed by nobody who is known as a validator");
            persons.insert(statement.key);
        });
    }
    if (persons.size() < 2) throw Fault("evidence/order.txt: is not signed by two validators");
}

void Mandate::require_of_request(const Statement& statement) const {
    if (statement.values.at("request") != request_.hash) throw Fault("is over another request");
    if (statement.values.at("case") != order_.reference) throw Fault("is of another case than the order");
    if (statement.moment >= request_.expires || statement.moment >= order_.in_force_until) {
        throw Fault("was signed when the request or the order had expired");
    }
}

// Where the bag holds rules, they are the rulebook that the request names: over name and text of each file, in the
// order of names, each ended by a zero octet.
void Mandate::check_rulebook() {
    constexpr std::string_view kFolder = "evidence/rules/";
    std::string rulebook;
    for (const auto& [path, file] : files_) {
        if (!path.starts_with(kFolder)) continue;
        rulebook += path.substr(kFolder.size()) + '\0' + file.octets + '\0';
    }
    if (!rulebook.empty() && to_digits(hash_of(rulebook)) != request_.rulebook) {
        throw Fault("evidence/rules: is not the rulebook that the request names");
    }
}

void Mandate::read_appointments() {
    for (const std::string& name : numbered_files(files_, "evidence/appointment-")) {
        appointments_.push_back(in_file(files_, name, [&](std::string_view text) {
            return parse_statement(text, "postvern substitute appointment 1", {"case", "seat", "substitute", "until"});
        }));
    }
}

// By the officer in the other seat and by a validator, neither of whom is the substitute.
bool Mandate::is_appointed(const Statement& approval, std::string_view seat) const {
    bool by_officer = false;
    bool by_validator = false;
    for (const Statement& each : appointments_) {
        const bool is_it = each.values.at("case") == order_.reference && each.values.at("seat") == seat &&
                           each.values.at("substitute") == to_digits(approval.key) && each.key != approval.key &&
                           approval.moment < moment_from(each.values.at("until"));
        if (!is_it) continue;
        if (holds_office(keys_, seat == kDirector ? kSecond : kDirector, each.key)) {
            by_officer = true;
        } else if (holds_office(keys_, kValidator, each.key) && !holds_office(keys_, seat, each.key)) {
            by_validator = true;
        }
    }
    return by_officer && by_validator;
}

void Mandate::check_approvals() {
    std::map<std::string, std::string> seats;
    bool has_officer = false;
    for (const std::string& name : numbered_files(files_, "evidence/approval-")) {
        in_file(files_, name, [&](std::string_view text) {
            const Statement approval =
                parse_statement(text, "postvern disclosure approval 1", {"case", "request", "seat"});
            const std::string& seat = approval.values.at("seat");
            if (seat != kDirector && seat != kSecond) throw Fault("is of no seat that approves");
            require_of_request(approval);
            const bool is_officer = holds_office(keys_, seat, approval.key);
            if (!is_officer && !is_appointed(approval, seat))
                throw Fault("is signed by nobody who is known in that seat");
            if (holds_office(keys_, kProtection, approval.key)) throw Fault("is signed by the data protection officer");
            has_officer = has_officer || is_officer;
            seats.emplace(seat, approval.key);
        });
    }
    if (seats.size() < 2) throw Fault("evidence/request.txt: is not approved in both seats");
    if (!has_officer || seats.begin()->second == seats.rbegin()->second) {
        throw Fault("evidence/request.txt: is not approved by two persons, one of them no substitute");
    }
}

void Mandate::check_attestation() {
    in_file(files_, "evidence/attestation.txt", [&](std::string_view text) {
        const Statement statement =
            parse_statement(text, "postvern disclosure attestation 1", {"case", "request", "finding"});
        require_of_request(statement);
        if (statement.values.at("finding") != "no objection standing")
            throw Fault("does not find that no objection stands");
        if (!holds_office(keys_, kProtection, statement.key))
            throw Fault("is not signed by the data protection officer who is known");
    });
}

std::uint64_t Mandate::check() {
    check_validations();
    request_ = check_request(files_, order_);
    check_rulebook();
    read_appointments();
    check_approvals();
    check_attestation();
    return request_.keys;
}

}  // namespace

Statement parse_statement(std::string_view text, std::string_view first_line,
                          std::initializer_list<std::string_view> names) {
    std::string_view rest = text;
    Statement statement;
    if (take_line(rest) != first_line) throw Fault("does not begin with '" + std::string(first_line) + "'");
    for (const auto name : names) statement.values.emplace(name, take_value(rest, name));
    statement.moment = moment_from(take_value(rest, "moment"));
    statement.key = from_digits(take_value(rest, "key"), 32);
    const std::string_view signed_text = text.substr(0, text.size() - rest.size());
    const std::string signature = from_digits(take_value(rest, "signature"), 64);
    if (!rest.empty()) throw Fault("goes on behind its signature");
    if (!signs(statement.key, signed_text, signature)) throw Fault("its signature does not verify");
    return statement;
}

std::string parse_public_key(std::string_view pem) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> stream(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                           BIO_free);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        stream && pem.starts_with("-----BEGIN PUBLIC KEY-----")
            ? PEM_read_bio_PUBKEY(stream.get(), nullptr, nullptr, nullptr)
            : nullptr,
        EVP_PKEY_free);
    ERR_clear_error();
    std::string octets(32, '\0');
    std::size_t size = octets.size();
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519 ||
        EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(octets.data()), &size) != 1) {
        throw Fault("is no public key of Ed25519 in PEM");
    }
    return octets;
}

OfficeKeys contained_keys(const BagFiles& files) {
    constexpr std::string_view kFolder = "evidence/keys/";
    OfficeKeys keys;
    for (const auto& [path, file] : files) {
        if (!path.starts_with(kFolder)) continue;
        const std::string name = path.substr(kFolder.size());
        const std::string office = name.substr(0, std::min(name.find('-'), name.find('.')));
        keys.emplace(office, in_file(files, path, parse_public_key));
    }
    return keys;
}

std::uint64_t check_mandate(const BagFiles& files, const Order& order, const OfficeKeys& keys) {
    return Mandate(files, order, keys).check();
}

}  // namespace postvern::compliance::verify
