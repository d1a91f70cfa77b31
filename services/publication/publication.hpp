// The public part of the access record and the anonymous statistics over HTTP, for readers of tiled logs and for
// monitoring: GET and HEAD of files, and nothing else. It keeps no log, sets no cookie and asks for no name.
// Plain HTTP: what it serves is signed; a web server in front gives it TLS. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace postvern::services::publication {

class Publication {
  public:
    // Listens on `address`, "host:port", from now on; serves after start(). Files are those below `data` (DATA_DIR).
    // Throws std::runtime_error, which names the address, when that is impossible.
    Publication(const std::string& address, std::filesystem::path data);
    // Ends what is being served.
    ~Publication();
    Publication(const Publication&) = delete;
    Publication& operator=(const Publication&) = delete;

    void start();
    std::uint16_t port() const noexcept;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace postvern::services::publication
