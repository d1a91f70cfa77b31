// What the parts of the archive share.
#pragma once

#include <initializer_list>

#include "policy/gate.hpp"
#include "records/archive.hpp"
#include "records/archive/store.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

struct Archive::State {
    Store& store;
    Vault& vault;
    policy::Gate& gate;

    // Throws policy::Denied unless the archive's gate gave `grant`, for one of `actions`.
    void require(const policy::Grant& grant, std::initializer_list<policy::Action> actions) const;
};

}  // namespace postvern::records
