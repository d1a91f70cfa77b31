#include "records/backup/files.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <vector>

#include "records/errors.hpp"
#include "records/sha256.hpp"

namespace postvern::records::backup {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPiece = std::size_t{1} << 20;  // octets

class OpenFile {
  public:
    OpenFile(const fs::path& file, int flags)
        : file_(file), descriptor_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {
        if (descriptor_ < 0) fail();
    }
    ~OpenFile() { ::close(descriptor_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    // The next octets, into `space`; 0 at the end.
    std::size_t read(std::vector<char>& space) {
        for (;;) {
            const ssize_t got = ::read(descriptor_, space.data(), space.size());
            if (got >= 0) return static_cast<std::size_t>(got);
            if (errno != EINTR) fail();
        }
    }
    void write(std::string_view octets) {
        while (!octets.empty()) {
            const ssize_t put = ::write(descriptor_, octets.data(), octets.size());
            if (put < 0 && errno != EINTR) fail();
            if (put > 0) octets.remove_prefix(static_cast<std::size_t>(put));
        }
    }
    void make_durable() {
        if (::fsync(descriptor_) != 0) fail();
    }

  private:
    [[noreturn]] void fail() const {
        throw Unavailable(file_.string() + ": " + std::strerror(errno));
    }
    const fs::path file_;
    const int descriptor_;
};

class Sum {
  public:
    Sum() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
        require(context_ && EVP_DigestInit_ex2(context_.get(), EVP_sha256(), nullptr) == 1);
    }
    void add(std::string_view octets) {
        require(EVP_DigestUpdate(context_.get(), octets.data(), octets.size()) == 1);
        size_ += octets.size();
    }
    Digest finish() {
        Sha256 hash;
        require(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1);
        return {size_, hexadecimal(hash)};
    }

  private:
    static void require(bool holds) {
        if (!holds) throw std::runtime_error("SHA-256 is not available");
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
    std::uint64_t size_ = 0;
};

}  // namespace

Digest digest_of(const fs::path& file) {
    OpenFile from(file, O_RDONLY);
    from.make_durable();
    Sum sum;
    std::vector<char> piece(kPiece);
    while (const std::size_t size = from.read(piece)) sum.add({piece.data(), size});
    return sum.finish();
}

Digest copy_file(const fs::path& from, const fs::path& to) {
    OpenFile source(from, O_RDONLY);
    OpenFile target(to, O_WRONLY | O_CREAT | O_EXCL);
    Sum sum;
    std::vector<char> piece(kPiece);
    while (const std::size_t size = source.read(piece)) {
        sum.add({piece.data(), size});
        target.write({piece.data(), size});
    }
    target.make_durable();
    return sum.finish();
}

void round_up(const fs::path& file) {
    constexpr std::uint64_t kSmallestStep = std::uint64_t{1} << 20;
    std::error_code failure;
    const auto size = static_cast<std::uint64_t>(fs::file_size(file, failure));
    if (!failure) {
        const auto step = std::max(kSmallestStep, std::bit_floor(size / 16));
        fs::resize_file(file, (size + step - 1) / step * step, failure);
    }
    if (failure) throw Unavailable(file.string() + ": " + failure.message());
}

void write_file(const fs::path& to, std::string_view octets) {
    OpenFile target(to, O_WRONLY | O_CREAT | O_EXCL);
    target.write(octets);
    target.make_durable();
}

std::string read_file(const fs::path& file, std::size_t limit) {
    OpenFile from(file, O_RDONLY);
    std::string text;
    std::vector<char> piece(limit + 1);
    while (const std::size_t size = from.read(piece)) {
        text.append(piece.data(), size);
        if (text.size() > limit) throw StorageError(file.string() + ": is too long");
    }
    return text;
}

void make_directory(const fs::path& directory) {
    if (::mkdir(directory.c_str(), 0700) != 0) {
        throw Unavailable(directory.string() + ": " + std::strerror(errno));
    }
}

void sync_directory(const fs::path& directory) {
    OpenFile(directory, O_RDONLY | O_DIRECTORY).make_durable();
}

void move_file(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        throw Unavailable(from.string() + ": cannot become " + to.string() + ": " +
                          std::strerror(errno));
    }
}

}  // namespace postvern::records::backup
