// The files of a bag, from a folder or a tar.
#include <algorithm>
#include <charconv>
#include <fstream>

#include "compliance/verify/bag.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBlock = 512;
constexpr std::size_t kMostFiles = 2'000'000;
constexpr std::uint64_t kLargestTagFiles = std::uint64_t{512} * 1024 * 1024;  // octets, together

// A path that stays within the bag.
void require_path(const std::string& path) {
    bool is_good = !path.empty() && path.size() <= 1024 && path.front() != '/' && path.back() != '/';
    for (std::size_t at = 0; is_good && at <= path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string part = path.substr(at, end - at);
        is_good = !part.empty() && part != "." && part != "..";
        at = end + 1;
    }
    if (!is_good) throw Fault(path + ": is no path in a bag");
}

class Collector {
  public:
    void take(std::istream& from, const std::string& path, std::uint64_t size) {
        require_path(path);
        const bool is_payload = path.starts_with("data/");
        if (!is_payload && (kept_ += size) > kLargestTagFiles) throw Fault(path + ": is too long for a tag file");
        if (files.size() == kMostFiles) throw Fault(path + ": is beyond the files that a bag can have");
        const auto [found, is_new] = files.try_emplace(path);
        if (!is_new) throw Fault(path + ": is there twice");
        BagFile& file = found->second;
        Digest digest;
        std::string piece;
        for (std::uint64_t left = size; left > 0; left -= piece.size()) {
            piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, 64 * 1024)));
            if (!from.read(piece.data(), static_cast<std::streamsize>(piece.size())))
                throw Fault(path + ": ends too early");
            digest.add(piece);
            if (!is_payload) file.octets += piece;
        }
        file.size = size;
        file.hash = digest.take();
    }
    BagFiles files;

  private:
    std::uint64_t kept_ = 0;
};

BagFiles read_folder(const fs::path& folder) {
    Collector collector;
    for (const auto& each : fs::recursive_directory_iterator(folder)) {
        const std::string path = each.path().lexically_relative(folder).generic_string();
        if (each.is_symlink()) throw Fault(path + ": is a link");
        if (each.is_directory()) continue;
        if (!each.is_regular_file()) throw Fault(path + ": is no file");
        std::ifstream stream(each.path(), std::ios::binary);
        if (!stream.is_open()) throw Fault(path + ": cannot be read");
        collector.take(stream, path, each.file_size());
    }
    return std::move(collector.files);
}

// A field of a header: up to its first zero octet.
std::string_view text_of(std::string_view header, std::size_t at, std::size_t size) {
    const std::string_view field = header.substr(at, size);
    return field.substr(0, std::min(field.find('\0'), size));
}

std::uint64_t octal_of(std::string_view header, std::size_t at, std::size_t size) {
    std::string_view digits = text_of(header, at, size);
    while (digits.ends_with(' ')) digits.remove_suffix(1);
    while (digits.starts_with(' ')) digits.remove_prefix(1);
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 8);
    if (digits.empty() || failure != std::errc() || end != digits.data() + digits.size()) {
        throw Fault("the tar has a header with a number that is none");
    }
    return number;
}

void require_header(std::string_view header) {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < kBlock; ++at) {
        sum += at >= 148 && at < 156 ? ' ' : static_cast<unsigned char>(header[at]);
    }
    if (header.substr(257, 6) != std::string_view("ustar\0", 6) || octal_of(header, 148, 8) != sum) {
        throw Fault("is no tar (POSIX ustar), or one that was damaged");
    }
}

std::string path_of(std::string_view header) {
    const std::string prefix(text_of(header, 345, 155));
    return (prefix.empty() ? "" : prefix + '/') + std::string(text_of(header, 0, 100));
}

// POSIX.1-2017, pax, "ustar Interchange Format"
BagFiles read_tar(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream.is_open()) throw Fault("cannot be read");
    Collector collector;
    std::string top;
    const auto next_block = [&](std::string& block) {
        block.assign(kBlock, '\0');
        if (!stream.read(block.data(), kBlock)) throw Fault("the tar ends too early");
    };
    for (std::string header;;) {
        next_block(header);
        if (header == std::string(kBlock, '\0')) break;
        require_header(header);
        const std::string whole = path_of(header);
        const std::string first = whole.substr(0, whole.find('/') + 1);
        if (top.empty()) top = first;
        if (first.empty() || first != top || first == "/" || first == "./" || first == "../")
            throw Fault(whole + ": is not in the one folder of the tar");
        const std::uint64_t size = octal_of(header, 124, 12);
        if (header[156] == '5' && size == 0) continue;
        if (header[156] != '0') throw Fault(whole + ": is neither file nor folder");
        collector.take(stream, whole.substr(top.size()), size);
        stream.ignore(static_cast<std::streamsize>((kBlock - size % kBlock) % kBlock));
    }
    std::string rest;
    next_block(rest);
    if (rest != std::string(kBlock, '\0')) throw Fault("the tar has no end");
    while (stream.read(rest.data(), 1)) {
        if (rest[0] != '\0') throw Fault("something follows behind the end of the tar");
    }
    return std::move(collector.files);
}

}  // namespace

BagFiles read_bag(const fs::path& place) {
    std::error_code failure;
    return fs::is_directory(place, failure) ? read_folder(place) : read_tar(place);
}

}  // namespace postvern::compliance::verify
