// SHA-256 of what goes into a bag, as it passes.
#pragma once

#include "records/sha256.hpp"

namespace postvern::compliance::bag {

using Digest = records::RunningSha256;

}  // namespace postvern::compliance::bag
