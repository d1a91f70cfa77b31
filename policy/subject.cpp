#include "policy/subject.hpp"

#include <utility>

namespace postvern::policy {

struct Subject::Identity {
    Identity(const Gate& minted_by, std::shared_ptr<Credentials> port, const Verified& verified)
        : gate(&minted_by),
          credentials(std::move(port)),
          principal(verified.principal),
          keys(verified.keys) {}
    Identity(const Identity&) = delete;
    Identity& operator=(const Identity&) = delete;
    ~Identity() {
        if (keys != kNoKeys) credentials->release(keys);
    }

    const Gate* const gate;
    const std::shared_ptr<Credentials> credentials;  // shared: outlives the shutdown of its gate
    const Principal principal;
    const KeySession keys;
};

Subject::Subject(const Gate& gate, std::shared_ptr<Credentials> credentials, Verified verified)
    : identity_(std::make_unique<const Identity>(gate, std::move(credentials), verified)) {}
Subject::Subject(Subject&&) noexcept = default;
Subject& Subject::operator=(Subject&&) noexcept = default;
Subject::~Subject() = default;

const Principal& Subject::principal() const noexcept {
    static constexpr Principal kNobody = Principal::delivery_agent();
    return identity_ ? identity_->principal : kNobody;
}

bool Subject::is_of(const Gate& gate) const noexcept {
    return identity_ && identity_->gate == &gate;
}

KeySession Subject::keys() const noexcept { return identity_ ? identity_->keys : kNoKeys; }

}  // namespace postvern::policy
