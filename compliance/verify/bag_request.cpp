// The extraction request in a bag: what it binds, and that its list asks for nothing but what the order names.
// docs/formats/disclosure-documents.md
#include <algorithm>
#include <set>

#include "compliance/verify/bag_parts.hpp"
#include "compliance/verify/lines.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::size_t kLabelSize = 97;  // octets: site 16, account 32, class 1, day 8, key id 8, commitment 32
constexpr std::size_t kSaltSize = 32;
constexpr std::int64_t kDay = 86'400;

std::string framed(std::string_view field) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(field.size() >> shift & 0xff);
    return text.append(field);
}

std::string octets_of(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }

// The lines below "name:", without the two blanks in front.
std::string take_block(std::string_view& rest, std::string_view name) {
    if (take_line(rest) != std::string(name) + ':')
        throw Fault("has no block '" + std::string(name) + "' where it belongs");
    std::string text;
    while (rest.starts_with("  ")) text.append(take_line(rest).substr(2)).append("\n");
    return text;
}

class KeyList {
  public:
    KeyList(const Order& order, std::string site) : order_(order), site_(std::move(site)) {
        root_.add("postvern extraction list 1\n");
    }
    void take(std::string_view line);
    std::string root() { return to_digits(root_.take()); }

  private:
    void require_account(const std::string& salt, std::string_view account);
    const Order& order_;
    const std::string site_;
    std::set<std::string> known_;  // accounts of the order, by salt and id
    std::string before_;
    Digest root_;
};

// SHA-256 of three fields behind their lengths: domain, salt, canonical address.
void KeyList::require_account(const std::string& salt, std::string_view account) {
    if (known_.contains(salt + std::string(account))) return;
    for (const std::string& address : order_.accounts) {
        const Hash id = hash_of(framed("postvern account id 1") + framed(salt) + framed(address));
        if (octets_of(id) == account) {
            known_.insert(salt + std::string(account));
            return;
        }
    }
    throw Fault("lists a key of an account that the order does not name");
}

void KeyList::take(std::string_view line) {
    const auto first = line.find(' ');
    const auto second = line.find(' ', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) throw Fault("lists a key that is none");
    const std::string label = from_digits(line.substr(0, first), kLabelSize);
    const std::string salt = from_digits(line.substr(first + 1, second - first - 1), kSaltSize);
    const std::string_view rest = line.substr(second + 1);
    const std::string ciphertext = from_digits(rest, rest.size() / 2);
    if (label <= before_) throw Fault("lists keys out of order, or one twice");
    before_ = label;
    if (label.substr(0, 16) != site_) throw Fault("lists a key of another site");
    require_account(salt, std::string_view(label).substr(16, 32));
    static constexpr std::array<std::string_view, 5> kClasses = {"", "mail", "calendar", "contacts", "files"};
    const auto number = static_cast<unsigned char>(label[48]);
    const bool is_ordered =
        number > 0 && number < kClasses.size() &&
        std::find(order_.classes.begin(), order_.classes.end(), kClasses[number]) != order_.classes.end();
    if (!is_ordered) throw Fault("lists a key of a class that the order does not name");
    std::uint64_t day = 0;
    for (const char octet : label.substr(49, 8)) day = day << 8 | static_cast<unsigned char>(octet);
    const auto moment = static_cast<std::int64_t>(std::min<std::uint64_t>(day, 1ULL << 32)) * kDay;
    if (moment + kDay <= order_.from || moment >= order_.until) {
        throw Fault("lists a key of a day outside of the order's window");
    }
    root_.add(octets_of(hash_of(label + salt + ciphertext)));
}

// The hashes of the validators' signatures that the bag holds.
std::set<std::string> validations_in(const BagFiles& files) {
    std::set<std::string> hashes;
    for (const std::string& name : numbered_files(files, "evidence/validation-")) {
        hashes.insert(to_digits(file_of(files, name).hash));
    }
    return hashes;
}

ExtractionRequest request_in(std::string_view text, const BagFiles& files, const Order& order) {
    std::string_view rest = text;
    ExtractionRequest request;
    if (take_line(rest) != "postvern extraction request 1") throw Fault("is no extraction request");
    KeyList list(order, from_digits(take_value(rest, "site"), 16));
    if (take_value(rest, "case") != order.reference) throw Fault("is of another case than the order");
    if (take_value(rest, "order") != to_digits(order.hash)) throw Fault("is about another order");
    std::set<std::string> validations;
    while (rest.starts_with("validation: ")) validations.emplace(take_value(rest, "validation"));
    if (validations != validations_in(files)) throw Fault("names other validators' signatures than the bag holds");
    take_value(rest, "disclosure-key");
    take_value(rest, "epoch");
    request.rulebook = take_value(rest, "rulebook");
    request.keys = number_from(take_value(rest, "keys"));
    const auto root = take_value(rest, "root");
    take_value(rest, "nonce");
    request.expires = moment_from(take_value(rest, "expires"));
    request.hash = to_digits(hash_of(text.substr(0, text.size() - rest.size())));
    if (take_block(rest, "order-text") != order.text) throw Fault("carries another order than evidence/order.txt");
    std::set<std::string> carried;
    for (std::size_t i = 0; i < validations.size(); ++i)
        carried.insert(to_digits(hash_of(take_block(rest, "validation-text"))));
    if (carried != validations) throw Fault("carries other validators' signatures than it names");
    for (std::uint64_t i = 0; i < request.keys; ++i) list.take(take_value(rest, "key"));
    if (!rest.empty()) throw Fault("goes on where it should end");
    if (list.root() != root) throw Fault("its root is not that of its list of keys");
    return request;
}

}  // namespace

ExtractionRequest check_request(const BagFiles& files, const Order& order) {
    return in_file(files, "evidence/request.txt",
                   [&](std::string_view text) { return request_in(text, files, order); });
}

}  // namespace postvern::compliance::verify
