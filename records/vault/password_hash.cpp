#include "records/vault/password_hash.hpp"

#include <argon2.h>

#include <atomic>
#include <stdexcept>

#include "records/errors.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

std::atomic<std::uint64_t> hashed{0};

// Argon2 takes its inputs as pointers to non-const, and only reads them (no clearing flag is set).
std::uint8_t* input(std::string_view text) {
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
}
std::uint32_t length(std::string_view text) { return static_cast<std::uint32_t>(text.size()); }

}  // namespace

Secret argon2id(std::string_view password, std::string_view salt, std::string_view secret,
                std::string_view associated, const PasswordCost& cost) {
    hashed.fetch_add(1, std::memory_order_relaxed);
    Secret tag(kHashSize);
    argon2_context context{};
    context.out = tag.data();
    context.outlen = static_cast<std::uint32_t>(tag.size());
    context.pwd = input(password);
    context.pwdlen = length(password);
    context.salt = input(salt);
    context.saltlen = length(salt);
    context.secret = input(secret);
    context.secretlen = length(secret);
    context.ad = input(associated);
    context.adlen = length(associated);
    context.t_cost = cost.passes;
    context.m_cost = cost.memory_kib;
    context.lanes = cost.lanes;
    context.threads = 1;  // a sign-in occupies one core at most
    context.version = ARGON2_VERSION_13;
    const int code = argon2id_ctx(&context);
    if (code == ARGON2_MEMORY_ALLOCATION_ERROR) {
        throw Unavailable("no memory for hashing a password");
    }
    if (code != ARGON2_OK) {
        throw std::logic_error(std::string("Argon2: ") + argon2_error_message(code));
    }
    return tag;
}

std::uint64_t passwords_hashed() noexcept { return hashed.load(std::memory_order_relaxed); }

}  // namespace postvern::records::vault
