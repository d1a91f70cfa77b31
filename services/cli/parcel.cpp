#include "services/cli/parcel.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "records/case_files.hpp"
#include "records/sha256.hpp"
#include "services/control/octets.hpp"
#include "services/net/file_descriptor.hpp"

namespace postvern::services::cli {

namespace fs = std::filesystem;
using control::Refused;
using control::Reply;
using control::Request;
using control::Status;

namespace {

[[noreturn]] void fail(const fs::path& file, const std::string& why) {
    throw Refused(Status::refused, file.string() + ": " + why);
}

// A file that gets its name once it is whole. Where something else than a file has the name, a terminal or a pipe, it goes
// there as it comes.
class Parcel {
  public:
    explicit Parcel(const fs::path& file) : file_(file), part_(file.string() + ".XXXXXX") {
        std::error_code none;
        is_direct_ = fs::exists(file, none) && !fs::is_regular_file(file, none);
        to_ = net::FileDescriptor(is_direct_ ? ::open(file.c_str(), O_WRONLY | O_CLOEXEC)
                                             : ::mkostemp(part_.data(), O_CLOEXEC));  // for nobody else to read
        if (!to_) fail(file, std::strerror(errno));
    }
    ~Parcel() {
        if (!is_direct_ && !is_whole_) ::unlink(part_.c_str());
    }
    Parcel(const Parcel&) = delete;
    Parcel& operator=(const Parcel&) = delete;

    void add(std::string_view octets) {
        hash_.add(octets);
        size_ += octets.size();
        while (!octets.empty()) {
            const ssize_t written = ::write(to_.get(), octets.data(), octets.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail(file_, std::strerror(errno));
            octets.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    std::uint64_t size() const { return size_; }
    // `wanted`: in digits; empty: not known.
    void finish(const std::string& wanted) {
        if (!wanted.empty() && records::hexadecimal(hash_.take()) != wanted) {
            fail(file_, "what came is not what the case holds, by its SHA-256: nothing was written");
        }
        if (is_direct_) return;
        if (::fsync(to_.get()) != 0 || std::rename(part_.c_str(), file_.c_str()) != 0) fail(file_, std::strerror(errno));
        is_whole_ = true;
    }

  private:
    const fs::path file_;
    std::string part_;
    bool is_direct_ = false;
    bool is_whole_ = false;
    net::FileDescriptor to_;
    records::RunningSha256 hash_;
    std::uint64_t size_ = 0;
};

Request request_for(const Reply& reply, std::uint64_t from) {
    Request request{"case part", {}};
    request.arguments.set("case", reply.data.getValue<std::string>("case"));
    request.arguments.set("paper", std::to_string(reply.data.getValue<std::uint64_t>("paper")));
    request.arguments.set("from", std::to_string(from));
    return request;
}

}  // namespace

void unpack_octets(const std::optional<fs::path>& file, Reply& reply, const std::function<Reply(const Request&)>& ask) {
    const std::uint64_t size = reply.data.has("size") ? reply.data.getValue<std::uint64_t>("size") : 0;
    if (!file) {
        if (size == 0) return;
        reply.data.remove("octets");
        reply.text += "It has " + std::to_string(size) + " octets: `postvern case letters " +
                      reply.data.getValue<std::string>("case") + " --paper " +
                      std::to_string(reply.data.getValue<std::uint64_t>("paper")) + " --octets --out FILE` writes it.\n";
        return;
    }
    if (size > records::kPaperFileLimit) fail(*file, "the server says it brings more than a paper can have");
    Parcel parcel(*file);
    parcel.add(control::from_base64(reply.data.getValue<std::string>("octets")));
    while (parcel.size() < size) {
        const Reply part = ask(request_for(reply, parcel.size()));
        if (part.status != Status::done) throw Refused(part.status, part.text + " (" + file->string() + " was not written)");
        const std::string octets = control::from_base64(part.data.getValue<std::string>("octets"));
        if (octets.empty()) fail(*file, "the server gave fewer octets than it said: nothing was written");
        parcel.add(octets);
    }
    parcel.finish(reply.data.has("sha256") ? reply.data.getValue<std::string>("sha256") : std::string());
    reply.data.remove("octets");
    reply.text += "Written to " + file->string() + ".\n";
}

}  // namespace postvern::services::cli
