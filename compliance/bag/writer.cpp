#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "compliance/bag.hpp"
#include "compliance/bag/bag_files.hpp"
#include "compliance/bag/calendar_time.hpp"
#include "compliance/bag/evidence.hpp"
#include "compliance/bag/scope.hpp"

namespace postvern::compliance {

namespace {

using records::DataClass;
using records::Unacceptable;

constexpr std::size_t kLongestName = 4096;  // octets of a file's name, as its owner gave it

std::string_view ending_of(DataClass data_class) {
    switch (data_class) {
        case DataClass::mail: return ".eml";
        case DataClass::calendar: return ".ics";
        case DataClass::contacts: return ".vcf";
        case DataClass::files: return ".bin";
    }
    throw std::logic_error("an item of an unknown class");
}

// An account's octets in one piece, once.
std::function<std::string_view()> once(std::string_view octets) {
    return [octets, given = false]() mutable { return std::exchange(given, true) ? std::string_view() : octets; };
}

void require_line(std::string_view text, std::size_t most, const std::string& what) {
    const bool is_line = !text.empty() && text.size() <= most && std::none_of(text.begin(), text.end(), [](char each) {
        return static_cast<unsigned char>(each) < ' ' || each == 0x7f;
    });
    if (!is_line) throw Unacceptable(what + " takes one line of 1 to " + std::to_string(most) + " octets");
}

// Before any file is made.
bag::Scope checked(const BagSettings& settings) {
    bag::Scope scope = bag::read_scope(settings.order);
    require_line(settings.source, 200, "the source of a bag");
    require_named_by_order(settings.recipient, scope.recipient);
    require_in_force(settings.recipient, settings.moment);
    bag::day_text(settings.moment);
    return scope;
}

}  // namespace

struct BagWriter::Parts {
    explicit Parts(BagSettings given)
        : settings(std::move(given)),
          scope(checked(settings)),
          files(settings.file, settings.recipient, "postvern-" + scope.case_reference, settings.moment) {
        items.add("path\tmoment\tclass\taccount\tname\n");
    }

    std::string next_path(const BagItem& item);
    // Runs one step; after a failure, no other.
    template <typename Work>
    void step(const Work& work) {
        if (is_over) throw std::logic_error("the bag is finished, or was given up");
        is_over = true;
        work();
        is_over = false;
    }

    const BagSettings settings;
    const bag::Scope scope;
    bag::BagFiles files;
    bag::Listing items;
    std::map<std::string, std::uint64_t> counts;
    bool is_over = false;
};

std::string BagWriter::Parts::next_path(const BagItem& item) {
    const std::string data_class(bag::name(item.data_class));
    const std::string number = std::to_string(++counts[data_class]);
    return "data/" + data_class + '/' + bag::day_text(item.moment) + '/' +
           std::string(4 - std::min<std::size_t>(4, number.size()), '0') + number +
           std::string(ending_of(item.data_class));
}

BagWriter::BagWriter(BagSettings settings) : parts_(std::make_unique<Parts>(std::move(settings))) {}

BagWriter::~BagWriter() = default;

void BagWriter::add(const BagItem& item, std::string_view octets) { add(item, octets.size(), once(octets)); }

void BagWriter::add(const BagItem& item, std::uint64_t size, const std::function<std::string_view()>& next) {
    parts_->step([&] {
        bag::require_ordered(parts_->scope, item);
        if (item.name.size() > kLongestName) throw Unacceptable("a file's name has more than 4096 octets");
        const std::string path = parts_->next_path(item);
        parts_->files.payload(path, size, next);
        for (const std::string& part :
             {path + '\t', bag::moment_text(item.moment) + '\t', std::string(bag::name(item.data_class)) + '\t',
              bag::field(item.account) + '\t', bag::field(item.name) + '\n'}) {
            parts_->items.add(part);
        }
    });
}

void BagWriter::add_subscriber(std::string_view json) {
    parts_->step([&] {
        if (!parts_->scope.classes.contains("subscriber")) {
            throw Unacceptable("the order does not name subscriber data");
        }
        if (parts_->counts["subscriber"]++ > 0) throw Unacceptable("a bag holds data/subscriber.json once");
        parts_->files.payload("data/subscriber.json", json.size(), once(json));
    });
}

BagReceipt BagWriter::finish(const BagEvidence& evidence) {
    BagReceipt receipt;
    parts_->step([&] {
        bag::require_whole(evidence);
        bag::BagFiles& files = parts_->files;
        bag::write_evidence(files, parts_->scope, parts_->settings.order, evidence, parts_->items);
        files.tag("bag-info.txt", bag::bag_info(parts_->settings, parts_->scope, files));
        files.manifests();
        if (parts_->settings.timestamp) {
            files.unlisted("tagmanifest-sha256.txt.tsr", parts_->settings.timestamp(files.tag_manifest()));
            receipt.timestamped = true;
        }
        files.close(receipt);
        receipt.items_by_class = parts_->counts;
        receipt.recipient = parts_->settings.recipient.hash;
    });
    parts_->is_over = true;
    return receipt;
}

std::string to_text(const BagReceipt& receipt) {
    std::string text = "postvern bag receipt 1\nsealed-sha256: " + records::hexadecimal(receipt.sealed) +
                       "\nsealed-octets: " + std::to_string(receipt.sealed_size) +
                       "\npayload-octets: " + std::to_string(receipt.payload_size) +
                       "\nitems: " + std::to_string(receipt.items) + '\n';
    for (const auto& [data_class, count] : receipt.items_by_class) {
        text += "items-" + data_class + ": " + std::to_string(count) + '\n';
    }
    return text + "manifest-sha256: " + records::hexadecimal(receipt.manifest) +
           "\ntagmanifest-sha256: " + records::hexadecimal(receipt.tag_manifest) +
           "\nrecipient-sha256: " + records::hexadecimal(receipt.recipient) +
           "\ntimestamp: " + (receipt.timestamped ? "yes" : "no") + '\n';
}

std::uint64_t items_in_receipt(std::string_view text) {
    constexpr std::string_view kLine = "\nitems: ";
    const auto line = text.find(kLine);
    if (text.starts_with("postvern bag receipt 1\n") && line != text.npos) {
        const char* const begin = text.data() + line + kLine.size();
        const char* const end = text.data() + std::min(text.find('\n', line + 1), text.size());
        std::uint64_t items = 0;
        if (std::from_chars(begin, end, items) == std::from_chars_result{end, std::errc()}) return items;
    }
    throw records::StorageError("content.db: the receipt of a bag cannot be read; restore a backup");
}

}  // namespace postvern::compliance
