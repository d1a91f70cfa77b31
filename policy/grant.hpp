// Leave to do one act, once: what a permitted request becomes. Move-only and consumed by the call
// that it allows. Made by the Gate alone: its constructor is sealed in the policy library and what it
// claims is defined in gate.cpp, so that no other code can make one or widen one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "policy/action.hpp"
#include "policy/case_facts.hpp"
#include "policy/credentials.hpp"
#include "policy/resource.hpp"
#include "policy/sealed.hpp"

namespace postvern::policy {

class Gate;

class Grant {
  public:
    Grant(Grant&&) noexcept;
    Grant& operator=(Grant&&) noexcept;
    Grant(const Grant&) = delete;
    Grant& operator=(const Grant&) = delete;
    ~Grant();

    // What was granted. A moved-from grant throws std::logic_error.
    Action action() const;
    const Resource& resource() const;
    Purpose purpose() const;
    const Principal& principal() const;
    std::int64_t moment() const;  // Unix seconds
    const std::optional<Extent>& extent() const;  // of an extraction or disclosure
    // The keys of the subject who asked; the vault opens with them what the grant covers.
    KeySession keys() const;

  private:
    friend class Gate;
    struct Claims;
    POSTVERN_SEALED explicit Grant(std::unique_ptr<const Claims> claims) noexcept;
    const Claims& claims() const;

    std::unique_ptr<const Claims> claims_;
};

}  // namespace postvern::policy
