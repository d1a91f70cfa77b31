// What a house is administered through. Borrowed: all of it outlives whoever holds this.
#pragma once

#include "compliance/casework.hpp"
#include "policy/gate.hpp"
#include "records/accounts.hpp"
#include "records/choices.hpp"
#include "records/personnel.hpp"
#include "records/processors.hpp"
#include "records/site.hpp"
#include "services/control/rulebook_change.hpp"

namespace postvern::services::control {

struct Parts {
    policy::Gate& gate;
    records::Site& site;
    records::Accounts& accounts;
    records::Personnel& personnel;
    records::Choices& choices;
    records::Processors& processors;
    RulebookChange& rules;
    compliance::Casework& casework;
};

}  // namespace postvern::services::control
