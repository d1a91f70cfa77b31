// DIR/manifest: what a backup holds. Its presence says that the backup is complete. Text, in the
// order of docs/formats/backup.md. Pure functions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "records/backup.hpp"

namespace postvern::records::backup {

inline constexpr std::string_view kManifestName = "manifest";
inline constexpr std::size_t kManifestLimit = 16 * 1024;  // octets

// Every backup holds these, in this order.
inline constexpr std::array<std::string_view, 3> kFileNames = {"content/content.db",
                                                               "content/ledger.db", "keys/keys.db"};

std::string to_text(const BackupManifest& manifest);

// Absent unless `text` is exactly what to_text() gives for some manifest of kFileNames.
std::optional<BackupManifest> parse_manifest(std::string_view text);

}  // namespace postvern::records::backup
