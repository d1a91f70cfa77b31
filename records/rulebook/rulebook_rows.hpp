// Rows of the tables `rulebooks` and `rulebook_files`, in a transaction or outside.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "records/rulebooks.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records {

// The kept statement of a text, of whatever session the caller works with.
using Prepare = std::function<sql::Statement&(const char*)>;

policy::RulebookHash hash_of(std::span<const policy::RulebookFile> files);

// All by number, without a look at their signatures.
std::vector<KeptRulebook> read_rulebooks(const Prepare& prepare);
std::optional<KeptRulebook> read_last_rulebook(const Prepare& prepare);
// As they are stored; StorageError unless they are what `hash` says.
std::vector<policy::RulebookFile> read_rulebook_files(const Prepare& prepare,
                                                      const policy::RulebookHash& hash);
// Writes both; an earlier rulebook of the same hash shares its files.
void write_rulebook(const Prepare& prepare, const KeptRulebook& rulebook,
                    std::span<const policy::RulebookFile> files);

}  // namespace postvern::records
