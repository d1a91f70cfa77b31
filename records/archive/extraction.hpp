// What an order may find in an account: what is in it now, and what holds keep of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "records/archive/held_objects.hpp"
#include "records/disclosure.hpp"

namespace postvern::records {

// One way to an object: as it lies in the account (hold 0; its wrap is read when it is opened), or as a hold keeps it.
struct Candidate {
    std::uint64_t hold = 0;
    HeldObject object;
};

// Every way to each object of the account and class, from the day until that day; the account's own first.
using Candidates = std::map<ObjectId, std::vector<Candidate>>;
Candidates find_candidates(sql::Readers::Lease& reader, Vault& vault, AccountId account,
                           DataClass data_class, Day from, Day until);

// The period keys, and the keys of holds, that their objects are wrapped under: by Label::key_id.
std::set<std::uint64_t> wrapping_keys(const Candidates& candidates);

// The class of an order's class; absent: subscriber data.
std::optional<DataClass> keyed(policy::DisclosureClass disclosed);

}  // namespace postvern::records
