#include "records/ledger/anchor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <iterator>

#include "records/errors.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::string_view kContentCommits = "content commits ";
constexpr std::string_view kEntries = "entries ";
constexpr std::string_view kKeyCommits = "key commits ";

// The number of an extension line; absent unless the line is `name` and a number as we write it.
std::optional<std::uint64_t> number_of(std::string_view name, std::string_view line) {
    if (!line.starts_with(name)) return {};
    const std::string_view digits = line.substr(name.size());
    std::uint64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (std::to_string(number) != digits) return {};
    return number;
}

// A file descriptor that closes itself.
class Descriptor {
  public:
    Descriptor(const std::filesystem::path& file, int flags)
        : file_(file), number_(::open(file.c_str(), flags | O_CLOEXEC, 0600)) {
        if (number_ < 0) fail();
    }
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    void write(std::string_view octets) const {
        while (!octets.empty()) {
            const ssize_t written = ::write(number_, octets.data(), octets.size());
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail();
            octets.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void make_durable() const {
        if (::fsync(number_) != 0) fail();
    }

  private:
    [[noreturn]] void fail() const {
        throw Unavailable(file_.string() + ": cannot be written: " + std::strerror(errno));
    }
    std::filesystem::path file_;
    int number_;
};

}  // namespace

void Anchor::write(const NoteSigner& signer, const Anchored& anchored) const {
    Checkpoint checkpoint = anchored.checkpoint;
    checkpoint.extensions = {std::string(kContentCommits) + std::to_string(anchored.commits.content),
                             std::string(kEntries) + std::to_string(anchored.entries),
                             std::string(kKeyCommits) + std::to_string(anchored.commits.keys)};
    const std::string note = signer.sign(text_of(checkpoint));

    const std::filesystem::path next = file_.string() + ".new";
    {
        const Descriptor file(next, O_WRONLY | O_CREAT | O_TRUNC);
        file.write(note);
        file.make_durable();
    }
    std::error_code error;
    std::filesystem::rename(next, file_, error);
    if (error) throw Unavailable(file_.string() + ": cannot be replaced: " + error.message());
    Descriptor(file_.parent_path(), O_RDONLY | O_DIRECTORY).make_durable();
}

std::optional<Anchored> Anchor::read(const NoteVerifier& verifier) const {
    if (!std::filesystem::exists(file_)) return {};
    std::ifstream stream(file_, std::ios::binary);
    const std::string note{std::istreambuf_iterator<char>(stream), {}};
    auto checkpoint = stream.bad() ? std::nullopt : open_checkpoint(verifier, note);

    std::optional<std::uint64_t> content_commits;
    std::optional<std::uint64_t> entries;
    std::optional<std::uint64_t> key_commits;
    if (checkpoint && checkpoint->extensions.size() == 3) {
        content_commits = number_of(kContentCommits, checkpoint->extensions[0]);
        entries = number_of(kEntries, checkpoint->extensions[1]);
        key_commits = number_of(kKeyCommits, checkpoint->extensions[2]);
    }
    if (!content_commits || !entries || !key_commits) {
        throw StorageError(file_.string() +
                           ": is damaged, or was not signed by this ledger: put back the copy that "
                           "belongs to this site's keys, then start again");
    }
    checkpoint->extensions.clear();
    return Anchored{std::move(*checkpoint), {*content_commits, *key_commits}, *entries};
}

}  // namespace postvern::records::ledger
