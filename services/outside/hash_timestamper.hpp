// Asks the timestamp authority for a timestamp over a hash: of a bag in which data are handed over. What leaves the house is
// the hash, of what is sealed. Blocking; thread-safe.
#pragma once

#include <filesystem>
#include <string>

#include "records/sha256.hpp"
#include "services/outside/web_address.hpp"

namespace postvern::services::outside {

class HashTimestamper {
  public:
    // `certificates`, PEM: who may sign the answers.
    HashTimestamper(WebAddress authority, std::filesystem::path certificates);

    // The TimeStampResp in DER, verified. Throws records::Unavailable, which names the authority and what is wrong: it cannot
    // be reached, refuses, or its answer does not verify.
    std::string operator()(const records::Sha256& hash) const;

  private:
    WebAddress authority_;
    std::filesystem::path certificates_;
};

}  // namespace postvern::services::outside
