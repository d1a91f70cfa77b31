// The order in a bag.  docs/formats/disclosure-documents.md
#include <algorithm>

#include "compliance/verify/bag_parts.hpp"
#include "compliance/verify/lines.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

// Whether the next line is "name: ...".
bool is_next(std::string_view rest, std::string_view name) {
    return rest.starts_with(name) && rest.substr(name.size()).starts_with(": ");
}

std::vector<std::string> take_all(std::string_view& rest, std::string_view name) {
    std::vector<std::string> values;
    do {
        values.emplace_back(take_value(rest, name));
    } while (is_next(rest, name));
    std::vector<std::string> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
        throw Fault("names the same " + std::string(name) + " twice");
    }
    return values;
}

Order order_in(std::string_view text) {
    Order order;
    order.text = text;
    order.hash = hash_of(text);
    std::string_view rest = text;
    if (take_line(rest) != "postvern court order 1") throw Fault("is no court order");
    order.reference = take_value(rest, "case");
    from_digits(order.reference, 16);
    for (const auto name : {"court", "number", "date", "section", "seal"}) {
        if (take_value(rest, name) == "none") throw Fault(std::string("has no ") + name);
    }
    from_digits(take_value(rest, "instrument-sha256"), 32);
    order.accounts = take_all(rest, "account");
    order.classes = take_all(rest, "class");
    const auto from = take_value(rest, "window-from");
    const auto until = take_value(rest, "window-until");
    if (order.classes != std::vector<std::string>{"subscriber"} || from != "none" || until != "none") {
        order.from = moment_from(from);
        order.until = moment_from(until);
    }
    take_value(rest, "zone");
    order.in_force_from = moment_from(take_value(rest, "in-force-from"));
    order.in_force_until = moment_from(take_value(rest, "in-force-until"));
    for (const auto name : {"suspicion", "counsel", "secrecy"}) {
        const auto value = take_value(rest, name);
        if (value == "none" || value == "required")
            throw Fault(std::string("is defective: ") + name + " is " + std::string(value));
    }
    const bool is_privileged = take_value(rest, "privilege") != "none";
    take_value(rest, "appeal");
    take_value(rest, "silence");
    order.recipient = take_value(rest, "recipient-sha256");
    if (is_privileged) order.recipient = take_value(rest, "court-recipient-sha256");
    from_digits(order.recipient, 32);
    if (!rest.empty()) throw Fault("goes on where it should end");
    return order;
}

}  // namespace

const BagFile& file_of(const BagFiles& files, std::string_view path) {
    const auto found = files.find(std::string(path));
    if (found == files.end()) throw Fault(std::string(path) + ": is missing");
    return found->second;
}

std::vector<std::string> numbered_files(const BagFiles& files, const std::string& stem) {
    std::vector<std::string> found;
    for (std::string name; files.contains(name = stem + std::to_string(found.size() + 1) + ".txt");) {
        found.push_back(name);
    }
    return found;
}

Order check_order(const BagFiles& files) {
    Order order = in_file(files, "evidence/order.txt", order_in);
    if (file_of(files, "evidence/order.sha256").octets != to_digits(order.hash) + "  order.txt\n") {
        throw Fault("evidence/order.sha256: is not the hash of evidence/order.txt");
    }
    return order;
}

}  // namespace postvern::compliance::verify
