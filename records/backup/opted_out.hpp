// What a backup leaves out: the contents of accounts whose owners want no snapshots (ISP-27).
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "records/identifiers.hpp"

namespace postvern::records::backup {

// Takes them out of a copy of content.db, which nobody else has open; a restore of it brings their folders
// back empty. What is held for a case (`held_lookup` finds it) stays, for the disclosure key alone. Throws StorageError, Unavailable.
void leave_out_opted_out(const std::filesystem::path& content,
                         const std::function<std::string(ObjectId)>& held_lookup);

}  // namespace postvern::records::backup
