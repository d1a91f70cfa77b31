#include "compliance/verify/bag.hpp"

#include <algorithm>

#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

// What the bag itself says that its proofs lack.
std::string in_words(const RecordStatement& record) {
    if (!record.is_made) return "It does not say which entries of the case it lacks.\n";
    std::string said;
    if (record.pending > 0) {
        said += "By its own word " + std::to_string(record.pending) +
                " more entries of the case were not published when it was made.\n";
    }
    if (record.left_out > 0) {
        said += "By its own word the " + std::to_string(record.left_out) + " earliest entries of the case are left out.\n";
    }
    if (record.closed_before) {
        said += "By its own word the house could no longer open entries from before " + moment_in_words(*record.closed_before) +
                ", when " + std::to_string(record.steps_before) + " of the case's steps were taken.\n";
    }
    return said;
}

}  // namespace

std::string check_bag(const std::filesystem::path& place, const BagTrust& trust) {
    const BagFiles files = read_bag(place);
    check_manifests(files);
    const Order order = check_order(files);
    const bool are_given = !trust.officers.empty();
    const std::uint64_t keys = check_mandate(files, order, are_given ? trust.officers : contained_keys(files));
    check_items(files, order);
    check_circumstances(files, order);
    const RecordStatement record = check_record(files, order);
    const auto stamped = check_bag_timestamp(files, trust.timestamps);
    const auto items =
        std::count_if(files.begin(), files.end(), [](const auto& each) { return each.first.starts_with("data/"); });

    std::string said =
        "Sound: " + std::to_string(items) + " items of case " + order.reference +
        ", each as it was listed, and of the order's accounts, classes and window (" +
        (order.until == 0 ? "none" : moment_in_words(order.from) + " to " + moment_in_words(order.until)) + ").\n";
    said += "The order " + to_digits(order.hash) + " is signed by two validators; " + std::to_string(keys) +
            " keys were requested under it, approved in both seats, with no objection standing.\n";
    said += are_given
                ? "The officers' keys are those that were given.\n"
                : "The officers' keys are those in the bag: compare them with keys from somewhere else (--officer).\n";
    said += trust.record ? std::to_string(check_proofs(files, *trust.record)) + " entries are in the access record.\n"
                         : "Its proofs of the access record were not looked at (--checkpoint-key).\n";
    said += in_words(record);
    if (!stamped) return said + "It bears no timestamp.\n";
    return said + "It bears a timestamp of " + moment_in_words(*stamped) +
           (trust.timestamps.empty() ? ", whose signer was not looked at (--timestamp-certificates)" : "") + ".\n";
}

}  // namespace postvern::compliance::verify
