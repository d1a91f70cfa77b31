// What a bag proves beyond the house's own word: the access record's proofs, and the timestamp.
#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include <ctime>
#include <memory>

#include "compliance/verify/bag_parts.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::string_view kTimestamp = "tagmanifest-sha256.txt.tsr";
constexpr std::string_view kStamped = "tagmanifest-sha256.txt";
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

}  // namespace

std::uint64_t check_proofs(const BagFiles& files, const Trust& trust) {
    const Checkpoint latest =
        in_file(files, "evidence/checkpoint", [&](auto text) { return open_checkpoint(text, trust); });
    std::uint64_t proven = 0;
    for (const auto& [path, file] : files) {
        if (!path.starts_with("evidence/proofs/")) continue;
        in_file(files, path, [&](std::string_view text) {
            const Proof proof = parse_proof(text);
            const Checkpoint found = check_inclusion(proof, leaf_of(proof.extra), trust);
            if (found.size > latest.size || (found.size == latest.size && found.root != latest.root)) {
                throw Fault("is of a tree that evidence/checkpoint does not go on from");
            }
            ++proven;
        });
    }
    if (proven == 0) throw Fault("evidence/proofs: holds no proof");
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
