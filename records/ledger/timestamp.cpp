#include "records/ledger/timestamp.hpp"

#include <openssl/err.h>
#include <openssl/ts.h>
#include <openssl/x509_vfy.h>

#include <ctime>
#include <memory>
#include <new>

#include "records/attestations.hpp"
#include "records/errors.hpp"
#include "records/hash_timestamp.hpp"
#include "records/sha256.hpp"

namespace postvern::records {

namespace ledger {

namespace {

template <auto release>
struct Free {
    template <typename T>
    void operator()(T* object) const {
        release(object);
    }
};
using Request = std::unique_ptr<TS_REQ, Free<TS_REQ_free>>;
using Response = std::unique_ptr<TS_RESP, Free<TS_RESP_free>>;
using Imprint = std::unique_ptr<TS_MSG_IMPRINT, Free<TS_MSG_IMPRINT_free>>;
using Algorithm = std::unique_ptr<X509_ALGOR, Free<X509_ALGOR_free>>;
using Number = std::unique_ptr<ASN1_INTEGER, Free<ASN1_INTEGER_free>>;
using Check = std::unique_ptr<TS_VERIFY_CTX, Free<TS_VERIFY_CTX_free>>;
using Store = std::unique_ptr<X509_STORE, Free<X509_STORE_free>>;

void require(bool holds) {
    if (!holds) throw std::bad_alloc();  // nothing else makes these calls fail
}

Request request_over(Sha256 hash, std::optional<std::uint64_t> nonce) {
    Request request(TS_REQ_new());
    const Imprint imprint(TS_MSG_IMPRINT_new());
    const Algorithm algorithm(X509_ALGOR_new());
    require(request && imprint && algorithm && TS_REQ_set_version(request.get(), 1) == 1);
    require(X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr) == 1 &&
            TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get()) == 1 &&
            TS_MSG_IMPRINT_set_msg(imprint.get(), hash.data(), static_cast<int>(hash.size())) ==
                1 &&
            TS_REQ_set_msg_imprint(request.get(), imprint.get()) == 1 &&
            TS_REQ_set_cert_req(request.get(), 1) == 1);
    if (nonce) {
        const Number number(ASN1_INTEGER_new());
        require(number && ASN1_INTEGER_set_uint64(number.get(), *nonce) == 1 &&
                TS_REQ_set_nonce(request.get(), number.get()) == 1);
    }
    return request;
}

// What OpenSSL last complained about, without its file names.
std::string reason() {
    const unsigned long error = ERR_peek_last_error();
    ERR_clear_error();
    const char* const text = ERR_reason_error_string(error);
    return text == nullptr ? "it does not verify" : text;
}

Response parse(std::string_view answer) {
    const auto* begin = reinterpret_cast<const unsigned char*>(answer.data());
    const unsigned char* end = begin;
    Response response;
    if (answer.size() <= kLongestTimestamp) {
        response.reset(d2i_TS_RESP(nullptr, &end, static_cast<long>(answer.size())));
    }
    ERR_clear_error();
    if (!response || end != begin + answer.size())
        throw Unacceptable("this is no timestamp (RFC 3161)");
    return response;
}

std::int64_t time_of(TS_RESP& response) {
    TS_TST_INFO* const info = TS_RESP_get_tst_info(&response);
    std::tm moment{};
    if (info == nullptr || ASN1_TIME_to_tm(TS_TST_INFO_get_time(info), &moment) != 1) {
        ERR_clear_error();
        throw Unacceptable("the timestamp authority gave no timestamp");
    }
    return ::timegm(&moment);
}

Store trusted(const std::filesystem::path& certificates) {
    Store store(X509_STORE_new());
    require(store != nullptr);
    if (X509_STORE_load_file(store.get(), certificates.c_str()) != 1) {
        throw Unacceptable(certificates.string() + ": holds no certificates in PEM (" + reason() +
                           ")");
    }
    return store;
}

std::int64_t check_over(std::string_view answer, const Sha256& hash, std::optional<std::uint64_t> nonce,
                        const std::filesystem::path& certificates, TimestampCheck::At at) {
    const Response response = parse(answer);
    // Version, algorithm, imprint, and the nonce if there is one.
    const Check context(TS_REQ_to_TS_VERIFY_CTX(request_over(hash, nonce).get(), nullptr));
    require(context != nullptr);
    std::optional<std::int64_t> moment;
    if (!certificates.empty()) {
        Store store = trusted(certificates);
        if (at == TimestampCheck::At::its_own_time) {
            moment = time_of(*response);
            X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), *moment);
        }
        TS_VERIFY_CTX_set_store(context.get(), store.release());
        TS_VERIFY_CTX_add_flags(context.get(), TS_VFY_SIGNATURE);
    }
    ERR_clear_error();
    if (TS_RESP_verify_response(context.get(), response.get()) != 1) {
        throw Unacceptable("the timestamp does not verify: " + reason());
    }
    return moment ? *moment : time_of(*response);
}

}  // namespace

std::string timestamp_question(std::string_view text, std::uint64_t nonce) {
    return records::timestamp_question(sha256(text), nonce);
}

std::int64_t check_timestamp(std::string_view answer, const TimestampCheck& check) {
    return check_over(answer, sha256(check.text), check.nonce, check.certificates, check.at);
}

}  // namespace ledger

std::string timestamp_question(const Sha256& hash, std::uint64_t nonce) {
    const ledger::Request request = ledger::request_over(hash, nonce);
    const int size = i2d_TS_REQ(request.get(), nullptr);
    ledger::require(size > 0);
    std::string octets(static_cast<std::size_t>(size), '\0');
    auto* at = reinterpret_cast<unsigned char*>(octets.data());
    ledger::require(i2d_TS_REQ(request.get(), &at) == size);
    return octets;
}

std::int64_t check_timestamp(std::string_view answer, const Sha256& hash, std::uint64_t nonce,
                             const std::filesystem::path& certificates) {
    ledger::trusted(certificates);  // refused where it is empty: nobody is trusted by leaving it out
    return ledger::check_over(answer, hash, nonce, certificates, ledger::TimestampCheck::At::now);
}

void require_certificates(const std::filesystem::path& file) {
    if (!file.empty()) ledger::trusted(file);
}

}  // namespace postvern::records
