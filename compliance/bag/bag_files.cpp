#include "compliance/bag/bag_files.hpp"

#include <stdexcept>

namespace postvern::compliance::bag {

namespace {

constexpr std::uint64_t kTarBlock = 512;
constexpr const char* kTooLarge =
    "what the order covers is more than one bag holds (1 GiB): nothing was extracted. Have the court order shorter windows, and "
    "open a case for each";
constexpr const char* kTooMany =
    "what the order covers is more than one bag holds (1,000,000 items): nothing was extracted. Have the court order shorter "
    "windows, and open a case for each";

}  // namespace

BagFiles::BagFiles(const std::filesystem::path& file, const RecipientCertificate& recipient, std::string folder,
                   std::int64_t moment)
    : file_(file),
      seal_(file_, recipient),
      tar_([this](std::string_view octets) { seal_.write(octets); }, moment),
      folder_(std::move(folder)) {
    tar_.folder(folder_ + "/");
    tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    tar_.folder(folder_ + "/data/");  // there even where nothing was found: RFC 8493 2.1.2
}

void BagFiles::begin(const std::string& path, std::uint64_t size) {
    if (size > kLargestBag || written_ + size + 2 * kTarBlock > kLargestBag) {
        throw records::LimitReached(kTooLarge);
    }
    written_ += kTarBlock + (size + kTarBlock - 1) / kTarBlock * kTarBlock;
    tar_.file(folder_ + '/' + path, size);
}

void BagFiles::list(Listing& listing, const records::Sha256& hash, const std::string& path) {
    listing.add(records::hexadecimal(hash) + "  " + path + '\n');
}

void BagFiles::payload(const std::string& path, std::uint64_t size, const std::function<std::string_view()>& next) {
    if (items_ == kMostBagItems) throw records::LimitReached(kTooMany);
    begin(path, size);
    Digest digest;
    std::uint64_t left = size;
    for (std::string_view octets; !(octets = next()).empty(); left -= octets.size()) {
        if (octets.size() > left) throw std::logic_error("an item is longer than it was said to be");
        digest.add(octets);
        tar_.write(octets);
    }
    if (left != 0) throw std::logic_error("an item is shorter than it was said to be");
    list(manifest_, digest.take(), path);
    payload_size_ += size;
    ++items_;
}

void BagFiles::tag(const std::string& path, std::string_view octets) {
    unlisted(path, octets);
    list(tag_manifest_, records::sha256(octets), path);
}

void BagFiles::tag(const std::string& path, const Listing& listing) {
    begin(path, listing.size());
    Digest digest;
    listing.visit([&](std::string_view octets) {
        digest.add(octets);
        tar_.write(octets);
    });
    list(tag_manifest_, digest.take(), path);
}

void BagFiles::unlisted(const std::string& path, std::string_view octets) {
    begin(path, octets.size());
    tar_.write(octets);
}

void BagFiles::manifests() {
    manifest_hash_ = manifest_.take_hash();
    tag("manifest-sha256.txt", manifest_);
    tag_manifest_hash_ = tag_manifest_.take_hash();
    begin("tagmanifest-sha256.txt", tag_manifest_.size());
    tag_manifest_.visit([&](std::string_view octets) { tar_.write(octets); });
}

void BagFiles::close(BagReceipt& receipt) {
    tar_.finish();
    seal_.finish();
    file_.commit();
    receipt.sealed = file_.take_hash();
    receipt.sealed_size = file_.size();
    receipt.payload_size = payload_size_;
    receipt.items = items_;
    receipt.manifest = manifest_hash_;
    receipt.tag_manifest = tag_manifest_hash_;
}

}  // namespace postvern::compliance::bag
