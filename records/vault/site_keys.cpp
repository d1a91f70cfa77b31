#include "records/vault/site_keys.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "records/errors.hpp"
#include "records/sha256.hpp"
#include "records/vault/aead.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kTitle = "postvern site key 1\n";
constexpr char kFormat = 1;
constexpr std::size_t kIdSize = 16;
constexpr std::size_t kKeySize = 32;
constexpr std::size_t kCheckSize = 8;
constexpr std::size_t kLongestFile = 4096;

std::string hexadecimal(std::string_view octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * octets.size());
    for (const char octet : octets) {
        text += kDigits[static_cast<unsigned char>(octet) >> 4];
        text += kDigits[static_cast<unsigned char>(octet) & 15];
    }
    return text;
}

int digit(char character) {
    if (character >= '0' && character <= '9') return character - '0';
    if (character >= 'a' && character <= 'f') return character - 'a' + 10;
    return -1;
}

// Takes "NAME: hexadecimal digits\n" off the front of `text`. False when it does not stand there.
bool take_line(std::string_view& text, std::string_view name, std::string& octets) {
    const std::size_t wanted = 2 * octets.size();
    if (text.size() < name.size() + 2 + wanted + 1 || text.substr(0, name.size()) != name ||
        text.substr(name.size(), 2) != ": " || text[name.size() + 2 + wanted] != '\n') {
        return false;
    }
    const std::string_view digits = text.substr(name.size() + 2, wanted);
    for (std::size_t at = 0; at < octets.size(); ++at) {
        const int high = digit(digits[2 * at]);
        const int low = digit(digits[2 * at + 1]);
        if (high < 0 || low < 0) return false;
        octets[at] = static_cast<char>(high << 4 | low);
    }
    text.remove_prefix(name.size() + 2 + wanted + 1);
    return true;
}

std::string check_of(std::string_view lines) {
    return std::string(octets(sha256(lines)).substr(0, kCheckSize));
}

[[noreturn]] void refuse(const fs::path& file, const std::string& what) {
    throw StorageError(file.string() + ": " + what);
}

constexpr const char* kWhatToDo =
    "; put back the copy of this file that was kept apart from the data. Without it nothing in the "
    "data directory can be read";

[[noreturn]] void fail_to_write(const fs::path& file) {
    throw Unavailable(file.string() + ": cannot be written: " + std::strerror(errno));
}

void flush(const fs::path& path, int flags) {
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
    const bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!flushed) fail_to_write(path);
}

// All or nothing, on disk when it returns, and never over an older file.
void write_once(const fs::path& file, std::string_view text) {
    const fs::path draft = file.string() + ".new";
    ::unlink(draft.c_str());
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) fail_to_write(draft);
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!written) fail_to_write(draft);
    const int linked = ::link(draft.c_str(), file.c_str());
    const int reason = errno;
    ::unlink(draft.c_str());
    errno = reason;
    if (linked != 0 && reason == EEXIST) {
        throw AlreadyExists(file.string() + ": the site has a key already");
    }
    if (linked != 0) fail_to_write(file);
    flush(file.parent_path(), O_RDONLY | O_DIRECTORY);
}

std::string read_whole(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        refuse(file, std::string("cannot be read: ") + std::strerror(errno) + kWhatToDo);
    }
    if ((status.st_mode & 077) != 0) {
        refuse(file,
               "others may read it; take the right away with `chmod 600` and find out who did");
    }
    std::ifstream input(file, std::ios::binary);
    std::string text(kLongestFile, '\0');
    input.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(input.gcount()));
    return text;
}

}  // namespace

void SiteKeys::create(const fs::path& directory) {
    std::error_code failure;
    const bool made = fs::create_directories(directory, failure);
    if (failure) throw Unavailable(directory.string() + ": " + failure.message());
    if (made) fs::permissions(directory, fs::perms::owner_all);
    const Secret id = Secret::random(kIdSize);
    const Secret key = Secret::random(kKeySize);
    std::string text(kTitle);
    text += "site: " + hexadecimal(id.view()) + "\nkey: " + hexadecimal(key.view()) + "\n";
    text += "check: " + hexadecimal(check_of(text)) + "\n";
    write_once(directory / "site.key", text);
    wipe(text);
}

SiteKeys SiteKeys::open(const fs::path& directory) {
    const fs::path file = directory / "site.key";
    std::string text = read_whole(file);
    std::string_view rest(text);
    if (rest.substr(0, kTitle.size()) != kTitle) {
        refuse(file, std::string("damaged, or no key file of this version") + kWhatToDo);
    }
    rest.remove_prefix(kTitle.size());
    std::string id(kIdSize, '\0');
    std::string key(kKeySize, '\0');
    std::string check(kCheckSize, '\0');
    const bool complete = take_line(rest, "site", id) && take_line(rest, "key", key);
    const std::string_view lines = std::string_view(text).substr(0, text.size() - rest.size());
    if (!complete || !take_line(rest, "check", check) || !rest.empty() ||
        check != check_of(lines)) {
        refuse(file, std::string("damaged (its check does not fit)") + kWhatToDo);
    }
    SiteKeys keys(std::move(id), Secret::copy_of(key));
    wipe(key);
    wipe(text);
    return keys;
}

SiteKeys::SiteKeys(std::string id, Secret key) : id_(std::move(id)), key_(std::move(key)) {
    seal_key_ = derive("site seal");
    lookup_key_ = derive("name lookup");
    header_ = kFormat;
    header_ += derive("key id").view().substr(0, 4);
}

Secret SiteKeys::derive(std::string_view purpose) const {
    const Secret pseudorandom = extract(id_, key_.view());
    return expand(pseudorandom.view(), Framing("site subkey").text(purpose).view(), kHashSize);
}

std::string SiteKeys::lookup(std::string_view canonical_name) const {
    return std::string(hmac(lookup_key_.view(), canonical_name).view());
}

std::string SiteKeys::bound_to(std::string_view label) const {
    return std::string(Framing("site").text(header_).text(id_).text(label).view());
}

std::string SiteKeys::seal(std::string_view label, std::string_view plain) const {
    return header_ + seal_small(seal_key_, bound_to(label), plain);
}

std::string SiteKeys::open_sealed(std::string_view label, std::string_view sealed) const {
    if (sealed.substr(0, header_.size()) != header_) {
        throw StorageError(
            "a text sealed for the site is damaged or was sealed under another site.key");
    }
    return open_small(seal_key_, bound_to(label), sealed.substr(header_.size()),
                      "a text sealed for the site");
}

}  // namespace postvern::records::vault
