#include "policy/subject.hpp"

#include <utility>

namespace postvern::policy {

Subject::Subject(const Gate& gate, std::shared_ptr<Credentials> credentials,
                 Verified verified) noexcept
    : gate_(&gate),
      credentials_(std::move(credentials)),
      principal_(verified.principal),
      keys_(verified.keys) {}

Subject::Subject(Subject&& other) noexcept
    : gate_(std::exchange(other.gate_, nullptr)),
      credentials_(std::move(other.credentials_)),
      principal_(other.principal_),
      keys_(std::exchange(other.keys_, kNoKeys)) {}

Subject& Subject::operator=(Subject&& other) noexcept {
    std::swap(gate_, other.gate_);
    std::swap(credentials_, other.credentials_);
    std::swap(principal_, other.principal_);
    std::swap(keys_, other.keys_);
    return *this;
}

Subject::~Subject() {
    if (credentials_ && keys_ != kNoKeys) credentials_->release(keys_);
}

}  // namespace postvern::policy
