// A case as the rules see it, read, changed and kept, within a transaction. Private to records.
#pragma once

#include "policy/grant.hpp"
#include "records/archive/store.hpp"
#include "records/cases.hpp"
#include "records/register/facts_codec.hpp"
#include "records/register/fact_rows.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

inline constexpr const char* kNoCase = "there is no such case";

template <typename Source>
CaseRecord read_case_record(Source& source, const Vault& vault, std::uint64_t number) {
    const auto sealed = source("SELECT sealed FROM cases WHERE id = ?").octets(number);
    if (!sealed) throw NotFound(kNoCase);
    return decode_case(vault.open_for_site(case_label(number), *sealed));
}

void keep_case(Commit& commit, const Vault& vault, std::uint64_t number, const CaseRecord& record);

// The action that a change takes; absent: any.
std::optional<policy::Action> action_of(const CaseChange& change) noexcept;

// Throws policy::Denied where `grant` is of another action than the change takes, and Unacceptable as the
// change's own words say.
void apply(Commit& commit, CaseRecord& record, const policy::Grant& grant, const CaseChange& change);

}  // namespace postvern::records
