// A file whose octets are wiped after use.
#pragma once

#include <string>

namespace postvern::services::cli {

// The octets of a small file, read into their place: a text that grows leaves copies behind. The
// caller wipes them. Throws control::Refused (status 2) that names the file.
std::string read_secret_file(const std::string& file);

}  // namespace postvern::services::cli
