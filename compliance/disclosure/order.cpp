#include "compliance/disclosure/order.hpp"

#include <algorithm>

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::disclosure {

namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::size_t kMostOfText = 500;     // octets of a court's name
constexpr std::string_view kNone = "none";
constexpr std::size_t kMostOfAddress = 320;  // octets, RFC 5321 4.5.3.1
constexpr std::size_t kMostClasses = 5;

struct NamedClass {
    std::string_view name;
    OrderedClass data_class;
};
constexpr std::array<NamedClass, kMostClasses> kClasses = {{{"mail", OrderedClass::mail},
                                                            {"calendar", OrderedClass::calendar},
                                                            {"contacts", OrderedClass::contacts},
                                                            {"files", OrderedClass::files},
                                                            {"subscriber", OrderedClass::subscriber}}};

// Reads an order, and keeps each line for people as it goes.
class OrderReader {
  public:
    explicit OrderReader(std::string_view text) : lines_(text) {}
    CourtOrder read();

  private:
    std::string_view value(std::string_view name) { return kept(name, lines_.value(name)); }
    std::string_view kept(std::string_view name, std::string_view value) {
        order_.lines.emplace_back(name, value);
        return value;
    }
    void plain(std::string_view name);
    std::string_view one_of(std::string_view name, std::initializer_list<std::string_view> words);
    std::int64_t moment(std::string_view name);
    void hash(std::string_view name, Hash& out);
    void reference();
    // A defect where `is_one`; returns it.
    bool defect(bool is_one, std::string_view name) {
        if (is_one) order_.defects.emplace_back(name);
        return is_one;
    }
    void date();
    void accounts();
    void classes();
    void window();
    void zone();
    void term();
    void silence();

    LineReader lines_;
    CourtOrder order_;
};

void OrderReader::plain(std::string_view name) {
    const auto text = value(name);
    defect(text == kNone, name);
    if (!is_plain(text, kMostOfText)) lines_.refuse(name, "printable text of at most 500 octets");
}

std::string_view OrderReader::one_of(std::string_view name, std::initializer_list<std::string_view> words) {
    const auto found = value(name);
    if (std::find(words.begin(), words.end(), found) == words.end()) {
        std::string all;
        for (const auto word : words) all.append(all.empty() ? "" : ", ").append(word);
        lines_.refuse(name, "one of " + all);
    }
    return found;
}

void OrderReader::reference() {
    if (!from_hex(value("case"), order_.case_reference)) lines_.refuse("case", "32 hexadecimal digits in small letters");
}

void OrderReader::hash(std::string_view name, Hash& out) {
    const auto text = value(name);
    if (defect(text == kNone, name)) return;
    if (!from_hex(text, out)) lines_.refuse(name, "64 hexadecimal digits in small letters, or none");
}

// Zero where it is none.
std::int64_t OrderReader::moment(std::string_view name) {
    const auto text = value(name);
    if (defect(text == kNone, name)) return 0;
    const auto found = from_moment(text);
    if (!found) lines_.refuse(name, "a moment like 2027-03-01T09:30:00Z");
    return *found;
}

void OrderReader::date() {
    const std::string text(value("date"));
    if (defect(text == kNone, "date")) return;
    if (!from_moment(text + "T00:00:00Z")) lines_.refuse("date", "a date like 2027-03-01");
}

bool is_address(std::string_view text) {
    const auto at = text.rfind('@');
    return is_plain(text, kMostOfAddress) && text.find(' ') == std::string_view::npos && at != std::string_view::npos &&
           at > 0 && at + 1 < text.size();
}

void OrderReader::accounts() {
    auto& accounts = order_.accounts;
    do {
        const auto address = value("account");
        if (!is_address(address)) lines_.refuse("account", "an address");
        if (std::find(accounts.begin(), accounts.end(), address) != accounts.end()) {
            lines_.refuse("account", "each address once");
        }
        if (accounts.size() == kMostAccounts) lines_.refuse("account", "at most 64 lines");
        accounts.emplace_back(address);
    } while (lines_.is_next("account"));
}

void OrderReader::classes() {
    auto& classes = order_.classes;
    do {
        const auto word = one_of("class", {"mail", "calendar", "contacts", "files", "subscriber"});
        const auto found =
            std::find_if(kClasses.begin(), kClasses.end(), [&](const NamedClass& each) { return each.name == word; });
        if (std::find(classes.begin(), classes.end(), found->data_class) != classes.end()) {
            lines_.refuse("class", "each class once");
        }
        classes.push_back(found->data_class);
    } while (lines_.is_next("class"));
}

void OrderReader::window() {
    const std::size_t before = order_.defects.size();
    order_.window_from = moment("window-from");
    order_.window_until = moment("window-until");
    if (order_.defects.size() > before) {
        order_.window_from = order_.window_until = 0;
        // Subscriber data have no date.
        if (order_.classes.size() == 1 && order_.classes[0] == OrderedClass::subscriber) order_.defects.resize(before);
    } else if (order_.window_until <= order_.window_from) {
        lines_.refuse("window-until", "a moment after window-from");
    }
}

// "+02:00", as an instrument states its days.
void OrderReader::zone() {
    const auto text = value("zone");
    if (defect(text == kNone && order_.window_from != order_.window_until, "zone")) return;
    const bool is_zone = text == "Z" || text == kNone || (text.size() == 6 && (text[0] == '+' || text[0] == '-') &&
                         from_moment("2027-03-01T" + std::string(text.substr(1)) + ":00Z").has_value());
    if (!is_zone) lines_.refuse("zone", "an offset from UTC like +02:00, or Z");
}

void OrderReader::silence() {
    constexpr std::string_view kUntil = "court-until ";
    const auto text = value("silence");
    const bool has_end = text.starts_with(kUntil) && from_moment(text.substr(kUntil.size()));
    if (text != "none" && text != "statutory" && !has_end) {
        lines_.refuse("silence", "none, statutory, or court-until and a moment like 2027-03-01T09:30:00Z");
    }
}

void OrderReader::term() {
    const std::size_t before = order_.defects.size();
    order_.in_force_from = moment("in-force-from");
    order_.in_force_until = moment("in-force-until");
    if (order_.defects.size() == before && order_.in_force_until <= order_.in_force_from) {
        lines_.refuse("in-force-until", "a moment after in-force-from");
    }
}

CourtOrder OrderReader::read() {
    order_.text = lines_.rest();
    order_.hash = sha256(order_.text);
    lines_.expect_line("postvern court order 1");
    reference();
    plain("court");
    plain("number");
    date();
    plain("section");
    defect(one_of("seal", {"seal", "signature", "none"}) == kNone, "seal");
    Hash instrument;
    hash("instrument-sha256", instrument);
    accounts();
    classes();
    window();
    zone();
    term();
    defect(one_of("suspicion", {"owner", "none"}) == kNone, "suspicion");
    defect(one_of("counsel", {"required", "appointed", "not-required"}) == "required", "counsel");
    defect(one_of("secrecy", {"lifted-nkom", "lifted-court", "lifted-statute", "none"}) == kNone, "secrecy");
    order_.is_privileged = one_of("privilege", {"none", "flagged"}) == "flagged";
    one_of("appeal", {"final", "pending", "waived"});
    silence();
    hash("recipient-sha256", order_.recipient);
    if (order_.is_privileged) hash("court-recipient-sha256", order_.court_recipient);
    lines_.expect_end();
    return std::move(order_);
}

}  // namespace

CourtOrder parse_order(std::string_view text) {
    if (text.size() > kLargestOrder) throw SyntaxError(1, "an order has at most 65536 octets");
    return OrderReader(text).read();
}

bool in_window(const CourtOrder& order, std::int64_t day) {
    return order.window_from < order.window_until && day >= order.window_from / kDay && day <= (order.window_until - 1) / kDay;
}

bool names_class(const CourtOrder& order, std::uint8_t data_class) {
    return std::any_of(order.classes.begin(), order.classes.end(), [&](OrderedClass each) {
        return each != OrderedClass::subscriber && static_cast<std::uint8_t>(each) == data_class;
    });
}

std::string_view name(OrderedClass data_class) {
    return std::find_if(kClasses.begin(), kClasses.end(),
                        [&](const NamedClass& each) { return each.data_class == data_class; })
        ->name;
}

}  // namespace postvern::compliance::disclosure
