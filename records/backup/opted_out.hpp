// What a backup leaves out: the contents of accounts whose owners want no snapshots (ISP-27).
#pragma once

#include <filesystem>

namespace postvern::records::backup {

// Takes them out of a copy of content.db, which nobody else has open; a restore of it brings their folders
// back empty. Throws StorageError, Unavailable.
void leave_out_opted_out(const std::filesystem::path& content);

}  // namespace postvern::records::backup
