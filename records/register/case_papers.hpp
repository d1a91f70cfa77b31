// The papers of cases as content.db holds them: a small one in its row, a larger one in pieces beside it, so that none is ever
// whole in memory. *Blocking*. Private to records. docs/formats/content.md
#pragma once

#include "records/archive/store.hpp"
#include "records/case_files.hpp"
#include "records/vault/vault.hpp"

namespace postvern::records {

// Octets of a piece; a paper of no more than that stands in its row.
inline constexpr std::size_t kPaperPiece = std::size_t{1} << 20;

// Adds `given` as `about`, but for its hash and size, which are found out. Throws LimitReached beyond kPaperLimit, or for a
// file kPaperFileLimit; Unavailable for a file that cannot be read.
void add_paper(Commit& commit, const Vault& vault, std::uint64_t legal_case, Paper about, const NewPaper& given);

// Throw NotFound where there is none, StorageError for a paper that is not what it was.
Paper describe_paper(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case, std::uint64_t number);
// Its octets from `offset` on, `most` of them or up to the end.
std::string read_paper_part(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case, const Paper& paper,
                            std::uint64_t offset, std::uint64_t most);
// All of them, and that they are what they were. Throws LimitReached beyond kPaperLimit.
std::string read_paper(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case, std::uint64_t number);

}  // namespace postvern::records
