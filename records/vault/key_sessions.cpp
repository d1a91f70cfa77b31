#include "records/vault/key_sessions.hpp"

#include <cstring>

#include "policy/decision.hpp"
#include "records/vault/locked_memory.hpp"

namespace postvern::records::vault {

namespace {

policy::KeySession random_handle() {
    const Secret random = Secret::random(sizeof(std::uint64_t));
    std::uint64_t value = 0;
    std::memcpy(&value, random.data(), sizeof value);
    return policy::KeySession{value};
}

}  // namespace

policy::KeySession KeySessions::open(AccountId account, AccountKeys keys, CredentialKind by) {
    const std::unique_lock lock(mutex_);
    const Shared block = block_for(account, std::move(keys));
    for (;;) {
        const policy::KeySession handle = random_handle();
        if (handle != policy::kNoKeys && sessions_.try_emplace(handle, Session{block, by}).second) {
            return handle;
        }
    }
}

// With mutex_ held.
KeySessions::Shared KeySessions::block_for(AccountId account, AccountKeys keys) {
    auto& known = blocks_[account];
    Shared block = known.lock();
    if (block && block->keys().generation == keys.generation) return block;
    std::pmr::memory_resource* const memory = locked_memory();
    block = std::allocate_shared<KeyBlock>(std::pmr::polymorphic_allocator<KeyBlock>(memory),
                                           account, std::move(keys), memory);
    known = block;
    return block;
}

// With mutex_ held.
const KeySessions::Session& KeySessions::require(policy::KeySession session,
                                                 AccountId account) const {
    const auto found = sessions_.find(session);
    if (found == sessions_.end() || found->second.block->account() != account) {
        throw policy::Denied(policy::Decision{});
    }
    return found->second;
}

std::shared_ptr<KeyBlock> KeySessions::find(policy::KeySession session, AccountId account) const {
    const std::shared_lock lock(mutex_);
    return require(session, account).block;
}

CredentialKind KeySessions::opened_by(policy::KeySession session, AccountId account) const {
    const std::shared_lock lock(mutex_);
    return require(session, account).by;
}

std::shared_ptr<KeyBlock> KeySessions::of(AccountId account) const {
    const std::shared_lock lock(mutex_);
    const auto found = blocks_.find(account);
    return found == blocks_.end() ? nullptr : found->second.lock();
}

void KeySessions::release(policy::KeySession session) noexcept {
    const std::unique_lock lock(mutex_);
    const auto found = sessions_.find(session);
    if (found == sessions_.end()) return;
    const AccountId account = found->second.block->account();
    sessions_.erase(found);
    const auto block = blocks_.find(account);
    if (block != blocks_.end() && block->second.expired()) blocks_.erase(block);
}

void KeySessions::revoke(AccountId account) {
    const std::unique_lock lock(mutex_);
    std::erase_if(sessions_, [&](const auto& entry) { return entry.second.block->account() == account; });
    blocks_.erase(account);
}

}  // namespace postvern::records::vault
