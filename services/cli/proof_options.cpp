#include "services/cli/proof_options.hpp"

namespace postvern::services::cli {

policy::ProofOptions proof_options(const control::Arguments& arguments) {
    constexpr std::uint64_t kMostMilliseconds = 3'600'000;
    policy::ProofOptions options;
    if (const auto timeout = arguments.number("timeout", kMostMilliseconds)) {
        options.timeout = std::chrono::milliseconds(*timeout);
    }
    return options;
}

}  // namespace postvern::services::cli
