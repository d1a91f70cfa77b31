// What a bag proves beyond the house's own word: the access record's proofs, and the timestamp.
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include <ctime>
#include <memory>
#include <set>

#include "compliance/verify/bag_parts.hpp"
#include "compliance/verify/lines.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::string_view kTimestamp = "tagmanifest-sha256.txt.tsr";
constexpr std::string_view kStamped = "tagmanifest-sha256.txt";
constexpr std::string_view kProofs = "evidence/proofs/";
constexpr std::string_view kRecord = "evidence/record.txt";
// Of the case's reference within an opening: day 4, seed 32, and 128 octets of the private record before it.
// docs/formats/ledger.md, "Private record"
constexpr std::size_t kCaseAt = 164;
constexpr std::size_t kCaseSize = 16;
constexpr std::size_t kLongestTimestamp = 64 * 1024;  // octets

using Response = std::unique_ptr<TS_RESP, decltype(&TS_RESP_free)>;
using Check = std::unique_ptr<TS_VERIFY_CTX, decltype(&TS_VERIFY_CTX_free)>;

Response parse(std::string_view octets) {
    const auto* const begin = reinterpret_cast<const unsigned char*>(octets.data());
    const unsigned char* end = begin;
    Response response(
        octets.size() <= kLongestTimestamp ? d2i_TS_RESP(nullptr, &end, static_cast<long>(octets.size())) : nullptr,
        TS_RESP_free);
    ERR_clear_error();
    if (!response || end != begin + octets.size()) throw Fault("is no timestamp (RFC 3161)");
    return response;
}

std::int64_t time_of(TS_RESP& response) {
    TS_TST_INFO* const info = TS_RESP_get_tst_info(&response);
    std::tm moment{};
    const bool is_stated = info != nullptr && ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &moment) == 1;
    ERR_clear_error();
    if (!is_stated) throw Fault("states no time");
    return ::timegm(&moment);
}

// As of the time that it states: certificates end earlier than what they signed.
void trust(TS_VERIFY_CTX* check, const std::filesystem::path& certificates, std::int64_t moment) {
    X509_STORE* const store = X509_STORE_new();
    if (store == nullptr || X509_STORE_load_file(store, certificates.c_str()) != 1) {
        X509_STORE_free(store);
        ERR_clear_error();
        throw Fault(certificates.string() + ": holds no certificates in PEM");
    }
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), moment);
    TS_VERIFY_CTX_set_store(check, store);  // takes it
    TS_VERIFY_CTX_add_flags(check, TS_VFY_SIGNATURE);
}

std::int64_t check_timestamp(std::string_view octets, const Hash& stamped, const std::filesystem::path& certificates) {
    const Response response = parse(octets);
    const std::int64_t moment = time_of(*response);
    const Check check(TS_VERIFY_CTX_new(), TS_VERIFY_CTX_free);
    auto* const imprint = static_cast<unsigned char*>(OPENSSL_memdup(stamped.data(), stamped.size()));
    if (!check || imprint == nullptr) throw std::bad_alloc();
    TS_VERIFY_CTX_set_flags(check.get(), TS_VFY_VERSION | TS_VFY_IMPRINT);
    TS_VERIFY_CTX_set_imprint(check.get(), imprint, static_cast<long>(stamped.size()));  // takes it
    if (!certificates.empty()) trust(check.get(), certificates, moment);
    ERR_clear_error();
    if (TS_RESP_verify_response(check.get(), response.get()) != 1) {
        const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
        ERR_clear_error();
        throw Fault(std::string("does not verify: ") + (reason == nullptr ? "no reason given" : reason));
    }
    return moment;
}

// proven, pending, left-out, closed-before, steps-before
void read_statement(std::string_view rest, const Order& order, RecordStatement& statement) {
    if (take_line(rest) != "postvern case record 1") throw Fault("has another first line");
    if (take_value(rest, "case") != order.reference) throw Fault("is of another case than the order");
    if (number_from(take_value(rest, "proven")) != statement.proven) throw Fault("counts other proofs than there are");
    statement.pending = number_from(take_value(rest, "pending"));
    statement.left_out = number_from(take_value(rest, "left-out"));
    const std::string_view closed = take_value(rest, "closed-before");
    if (closed != "none") statement.closed_before = moment_from(closed);
    statement.steps_before = number_from(take_value(rest, "steps-before"));
    statement.is_made = true;
    if (!rest.empty()) throw Fault("goes on where it should end");
}

}  // namespace

RecordStatement check_record(const BagFiles& files, const Order& order) {
    std::set<std::uint64_t> leaves;
    for (const auto& [path, file] : files) {
        if (!path.starts_with(kProofs)) continue;
        in_file(files, path, [&](std::string_view text) {
            const Proof proof = parse_proof(text);
            if (!leaves.insert(proof.index).second) throw Fault("is of a leaf that was shown already");
            if (proof.extra.size() != kOpeningSize) throw Fault("opens no entry");
            const std::string of = to_digits(std::string_view(proof.extra).substr(kCaseAt, kCaseSize));
            if (of != order.reference) throw Fault("is an entry of another case");
        });
    }
    RecordStatement statement;
    statement.proven = leaves.size();
    if (files.contains(std::string(kRecord))) {
        in_file(files, kRecord, [&](std::string_view text) { read_statement(text, order, statement); });
    }
    return statement;
}

std::uint64_t check_proofs(const BagFiles& files, const Trust& trust) {
    const Checkpoint latest =
        in_file(files, "evidence/checkpoint", [&](auto text) { return open_checkpoint(text, trust); });
    std::uint64_t proven = 0;
    for (const auto& [path, file] : files) {
        if (!path.starts_with(kProofs)) continue;
        in_file(files, path, [&](std::string_view text) {
            const Proof proof = parse_proof(text);
            const Checkpoint found = check_inclusion(proof, leaf_of(proof.extra), trust);
            if (found.size > latest.size || (found.size == latest.size && found.root != latest.root)) {
                throw Fault("is of a tree that evidence/checkpoint does not go on from");
            }
            ++proven;
        });
    }
    if (proven == 0) {
        throw Fault("evidence/proofs: holds no proof; was none of the case's entries published when the bag was made?");
    }
    return proven;
}

std::optional<std::int64_t> check_bag_timestamp(const BagFiles& files, const std::filesystem::path& certificates) {
    if (!files.contains(std::string(kTimestamp))) {
        if (!certificates.empty()) throw Fault(std::string(kTimestamp) + ": is missing");
        return {};
    }
    return in_file(files, kTimestamp, [&](std::string_view octets) {
        return check_timestamp(octets, file_of(files, kStamped).hash, certificates);
    });
}

}  // namespace postvern::compliance::verify
