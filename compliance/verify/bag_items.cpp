// Whether each item of a bag lies within the order, and what the bag says of itself.
#include <algorithm>
#include <set>

#include "compliance/verify/bag_parts.hpp"
#include "compliance/verify/lines.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::string_view kSubscriber = "data/subscriber.json";
constexpr std::string_view kItems = "evidence/items.tsv";

bool names(const std::vector<std::string>& all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

// `count` fields of a line, by tabulators.
std::vector<std::string_view> fields_of(std::string_view line, std::size_t count) {
    std::vector<std::string_view> fields;
    for (;;) {
        const auto end = line.find('\t');
        fields.push_back(line.substr(0, end));
        if (end == std::string_view::npos) break;
        line.remove_prefix(end + 1);
    }
    if (fields.size() != count) throw Fault("has a line of another number of fields");
    return fields;
}

// path, moment, class, account, name
void check_item(std::string_view line, const BagFiles& files, const Order& order, std::set<std::string>& seen) {
    const auto fields = fields_of(line, 5);
    const std::string path(fields[0]);
    const auto require = [&](bool holds, const std::string& what) {
        if (!holds) throw Fault(path + ": " + what);
    };
    require(files.contains(path), "is named in the list and not in the bag");
    require(seen.insert(path).second, "is listed twice");
    const std::int64_t moment = moment_from(fields[1]);
    const std::string folder = "data/" + std::string(fields[2]) + '/' + std::string(fields[1].substr(0, 10)) + '/';
    require(path.starts_with(folder), "does not lie in the folder of its class and day");
    require(names(order.classes, fields[2]), "is of a class that the order does not name: " + std::string(fields[2]));
    require(names(order.accounts, fields[3]), "is of an account that the order does not name");
    require(moment >= order.from && moment < order.until,
            "is of " + std::string(fields[1]) + ", outside of the order's window from " + moment_in_words(order.from) +
                " to " + moment_in_words(order.until));
}

}  // namespace

void check_items(const BagFiles& files, const Order& order) {
    std::set<std::string> seen;
    in_file(files, kItems, [&](std::string_view rest) {
        if (take_line(rest) != "path\tmoment\tclass\taccount\tname") throw Fault("has another first line");
        while (!rest.empty()) check_item(take_line(rest), files, order, seen);
    });
    for (const auto& [path, file] : files) {
        if (!path.starts_with("data/") || seen.contains(path)) continue;
        if (path != kSubscriber) throw Fault(path + ": is not listed in " + std::string(kItems));
        if (!names(order.classes, "subscriber")) throw Fault(path + ": subscriber data are not in the order");
    }
}

void check_circumstances(const BagFiles& files, const Order& order) {
    in_file(files, "bag-info.txt", [&](std::string_view text) {
        const auto has = [&](const std::string& line) {
            return text.find('\n' + line + '\n') != std::string_view::npos;
        };
        if (!has("External-Identifier: " + order.reference)) throw Fault("is of another case than the order");
        if (!has("Recipient-SHA256: " + order.recipient)) throw Fault("names another recipient than the order");
    });
    in_file(files, "evidence/custody.tsv", [&](std::string_view rest) {
        if (take_line(rest) != "moment\twho\twhat") throw Fault("has another first line");
        if (rest.empty()) throw Fault("is empty");
        for (std::int64_t before = 0; !rest.empty();) {
            const std::int64_t moment = moment_from(fields_of(take_line(rest), 3)[0]);
            if (moment < before) throw Fault("does not ascend in time");
            before = moment;
        }
    });
    in_file(files, "evidence/decisions.jsonl", [&](std::string_view rest) {
        if (rest.empty()) throw Fault("is empty");
        while (!rest.empty()) {
            const auto line = take_line(rest);
            if (!line.starts_with('{') || !line.ends_with('}')) throw Fault("has a line that is no object");
        }
    });
}

}  // namespace postvern::compliance::verify
