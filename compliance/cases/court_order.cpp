// The canonical text of an order, line by line, both ways from one list of fields.
#include "compliance/court_order.hpp"

#include <algorithm>

#include "compliance/case_clocks.hpp"
#include "compliance/cases/moments.hpp"
#include "compliance/cases/plain_text.hpp"

namespace postvern::compliance {

namespace {

constexpr std::string_view kFirstLine = "postvern court order 1";
constexpr std::string_view kNone = "none";
constexpr std::string_view kCourtUntil = "court-until ";

template <typename Value>
struct Word {
    Value value;
    std::string_view text;
};
constexpr Word<OrderSeal> kSeals[] = {
    {OrderSeal::seal, "seal"}, {OrderSeal::signature, "signature"}, {OrderSeal::none, kNone}};
constexpr Word<Suspicion> kSuspicions[] = {{Suspicion::owner, "owner"}, {Suspicion::none, kNone}};
constexpr Word<Counsel> kCounsels[] = {{Counsel::required, "required"},
                                       {Counsel::appointed, "appointed"},
                                       {Counsel::not_required, "not-required"}};
constexpr Word<SecrecyRelease> kReleases[] = {{SecrecyRelease::nkom, "lifted-nkom"},
                                              {SecrecyRelease::court, "lifted-court"},
                                              {SecrecyRelease::statute, "lifted-statute"},
                                              {SecrecyRelease::none, kNone}};
constexpr Word<Privilege> kPrivileges[] = {{Privilege::none, kNone}, {Privilege::flagged, "flagged"}};
constexpr Word<Appeal> kAppeals[] = {
    {Appeal::final, "final"}, {Appeal::pending, "pending"}, {Appeal::waived, "waived"}};

template <typename Value, std::size_t Count>
std::string_view text_of(const Word<Value> (&words)[Count], Value value) {
    for (const auto& word : words) {
        if (word.value == value) return word.text;
    }
    throw std::invalid_argument("a court order with a value that is none");
}

template <std::size_t Size>
std::string hex_text(const std::array<std::uint8_t, Size>& octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const auto octet : octets) text.append({kDigits[octet >> 4U], kDigits[octet & 15U]});
    return text;
}

template <std::size_t Size>
std::optional<std::array<std::uint8_t, Size>> hex_in(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<std::uint8_t, Size> octets{};
    if (text.size() != 2 * Size) return {};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto digit = kDigits.find(text[i]);
        if (digit == std::string_view::npos) return {};
        octets[i / 2] = static_cast<std::uint8_t>(std::size_t{octets[i / 2]} << 4U | digit);
    }
    return octets;
}

std::optional<policy::DisclosureClass> class_in(std::string_view text) {
    for (std::size_t index = 0; index < policy::kDisclosureClassCount; ++index) {
        const auto each = static_cast<policy::DisclosureClass>(index);
        if (policy::name(each) == text) return each;
    }
    return {};
}

class Writer {
  public:
    void line(std::string_view field, std::string_view value) {
        text_.append(field).append(": ").append(value).append("\n");
    }
    void words(std::string_view field, const std::string& value) {
        line(field, value.empty() ? kNone : value);
    }
    void span(std::string_view field, const std::optional<Span>& span) {
        line(std::string(field) + "-from", span ? cases::moment_text(span->from) : kNone);
        line(std::string(field) + "-until", span ? cases::moment_text(span->until) : kNone);
    }
    void hash(std::string_view field, const std::optional<DocumentHash>& hash) {
        line(field, hash ? hex_text(*hash) : std::string(kNone));
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_ = std::string(kFirstLine) + "\n";
};

std::string silence_text(const CourtOrder& order) {
    if (order.silence != policy::Silence::court) return std::string(policy::name(order.silence));
    return std::string(kCourtUntil) + cases::moment_text(order.silent_until.value_or(0));
}

std::string written(const CourtOrder& order) {
    Writer out;
    out.line("case", hex_text(order.legal_case));
    out.words("court", order.court);
    out.words("number", order.number);
    out.line("date", order.date ? cases::day_text(*order.date) : kNone);
    out.words("section", order.section);
    out.line("seal", text_of(kSeals, order.seal));
    out.line("instrument-sha256", hex_text(order.instrument));
    for (const auto& account : order.accounts) out.line("account", account);
    for (const auto each : order.classes) out.line("class", policy::name(each));
    out.span("window", order.window);
    out.words("zone", order.zone);
    out.span("in-force", order.in_force);
    out.line("suspicion", text_of(kSuspicions, order.suspicion));
    out.line("counsel", text_of(kCounsels, order.counsel));
    out.line("secrecy", text_of(kReleases, order.secrecy));
    out.line("privilege", text_of(kPrivileges, order.privilege));
    out.line("appeal", text_of(kAppeals, order.appeal));
    out.line("silence", silence_text(order));
    out.hash("recipient-sha256", order.recipient);
    if (order.privilege == Privilege::flagged) out.hash("court-recipient-sha256", order.court_recipient);
    return out.take();
}

class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) {}
    CourtOrder read();

  private:
    [[noreturn]] void refuse(std::string_view expected) const {
        throw CourtOrderSyntaxError(line_, std::string(expected));
    }
    std::string_view line();
    bool is_next(std::string_view field) const {
        return rest_.starts_with(field) && rest_.substr(field.size()).starts_with(": ");
    }
    std::string_view value(std::string_view field);
    std::string words(std::string_view field);
    template <typename Value, std::size_t Count>
    Value one_of(std::string_view field, const Word<Value> (&words)[Count]);
    template <std::size_t Size>
    std::array<std::uint8_t, Size> octets(std::string_view field);
    std::optional<DocumentHash> hash(std::string_view field);
    std::optional<std::chrono::sys_days> date();
    std::optional<std::int64_t> moment(std::string_view field);
    std::optional<Span> span(const std::string& field);
    void accounts(CourtOrder& order);
    void classes(CourtOrder& order);
    std::string zone();
    void silence(CourtOrder& order);

    std::string_view rest_;
    std::size_t line_ = 0;
};

std::string_view Reader::line() {
    ++line_;
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) refuse("a line that ends in a line feed");
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
}

std::string_view Reader::value(std::string_view field) {
    const bool is_there = is_next(field);
    const auto whole = line();
    if (!is_there) refuse("\"" + std::string(field) + ": \" and its value");
    return whole.substr(field.size() + 2);
}

std::string Reader::words(std::string_view field) {
    const auto text = value(field);
    if (!cases::is_plain(text, CourtOrderLimits::kLine))
        refuse(std::string(field) + ": printable text of 1 to 500 octets, or none");
    return text == kNone ? std::string() : std::string(text);
}

template <typename Value, std::size_t Count>
Value Reader::one_of(std::string_view field, const Word<Value> (&words)[Count]) {
    const auto text = value(field);
    std::string all;
    for (const auto& word : words) {
        if (word.text == text) return word.value;
        all.append(all.empty() ? "" : ", ").append(word.text);
    }
    refuse(std::string(field) + ": one of " + all);
}

template <std::size_t Size>
std::array<std::uint8_t, Size> Reader::octets(std::string_view field) {
    const auto octets = hex_in<Size>(value(field));
    if (!octets) refuse(std::string(field) + ": " + std::to_string(2 * Size) + " digits 0-9, a-f");
    return *octets;
}

std::optional<DocumentHash> Reader::hash(std::string_view field) {
    if (rest_.starts_with(std::string(field) + ": none\n")) {
        line();
        return {};
    }
    return octets<32>(field);
}

std::optional<std::chrono::sys_days> Reader::date() {
    const auto text = value("date");
    if (text == kNone) return {};
    const auto day = cases::day_in(text);
    if (!day) refuse("date: a day as 2027-03-01, or none");
    return day;
}

std::optional<std::int64_t> Reader::moment(std::string_view field) {
    const auto text = value(field);
    if (text == kNone) return {};
    const auto moment = cases::moment_in(text);
    if (!moment) refuse(std::string(field) + ": a moment as 2027-03-01T09:30:00Z, or none");
    return moment;
}

std::optional<Span> Reader::span(const std::string& field) {
    const auto from = moment(field + "-from");
    const auto until = moment(field + "-until");
    if (from.has_value() != until.has_value()) refuse(field + ": both moments, or none twice");
    if (!from) return {};
    if (*until <= *from) refuse(field + "-until: a moment after " + field + "-from");
    return Span{*from, *until};
}

void Reader::accounts(CourtOrder& order) {
    while (is_next("account")) {
        const auto account = value("account");
        if (!cases::is_address(account)) refuse("account: an address");
        if (order.accounts.size() == CourtOrderLimits::kAccounts) refuse("account: at most 64 lines");
        if (std::find(order.accounts.begin(), order.accounts.end(), account) != order.accounts.end())
            refuse("account: each address once");
        order.accounts.emplace_back(account);
    }
}

void Reader::classes(CourtOrder& order) {
    while (is_next("class")) {
        const auto each = class_in(value("class"));
        if (!each) refuse("class: one of mail, calendar, contacts, files, subscriber");
        if (std::find(order.classes.begin(), order.classes.end(), *each) != order.classes.end())
            refuse("class: each class once");
        order.classes.push_back(*each);
    }
}

std::string Reader::zone() {
    const auto text = value("zone");
    if (text == kNone) return {};
    if (!cases::is_zone(text)) refuse("zone: Z, an offset as +02:00, or none");
    return std::string(text);
}

void Reader::silence(CourtOrder& order) {
    const auto text = value("silence");
    if (text.starts_with(kCourtUntil)) {
        order.silence = policy::Silence::court;
        order.silent_until = cases::moment_in(text.substr(kCourtUntil.size()));
        if (order.silent_until) return;
    } else if (text == "statutory") {
        order.silence = policy::Silence::statutory;
        return;
    } else if (text == kNone) {
        return;
    }
    refuse("silence: none, statutory, or court-until and a moment as 2027-03-01T09:30:00Z");
}

CourtOrder Reader::read() {
    CourtOrder order;
    if (line() != kFirstLine) refuse("\"" + std::string(kFirstLine) + "\"");
    order.legal_case = octets<16>("case");
    order.court = words("court");
    order.number = words("number");
    order.date = date();
    order.section = words("section");
    order.seal = one_of("seal", kSeals);
    order.instrument = octets<32>("instrument-sha256");
    accounts(order);
    classes(order);
    order.window = span("window");
    order.zone = zone();
    order.in_force = span("in-force");
    order.suspicion = one_of("suspicion", kSuspicions);
    order.counsel = one_of("counsel", kCounsels);
    order.secrecy = one_of("secrecy", kReleases);
    order.privilege = one_of("privilege", kPrivileges);
    order.appeal = one_of("appeal", kAppeals);
    silence(order);
    order.recipient = hash("recipient-sha256");
    if (order.privilege == Privilege::flagged) order.court_recipient = hash("court-recipient-sha256");
    ++line_;
    if (!rest_.empty()) refuse("the end");
    return order;
}

bool covers(const Span& outer, const Span& inner) {
    return outer.from <= inner.from && inner.from < inner.until && inner.until <= outer.until;
}

}  // namespace

CourtOrderSyntaxError::CourtOrderSyntaxError(std::size_t at, const std::string& expected)
    : std::runtime_error("line " + std::to_string(at) + ": expected " + expected), line(at) {}

std::string to_text(const CourtOrder& order) {
    std::string text = written(order);
    bool is_read_alike = false;
    try {
        is_read_alike = parse_court_order(text) == order;
    } catch (const CourtOrderSyntaxError& error) {
        throw std::invalid_argument(std::string("a court order that no text can hold: ") + error.what());
    }
    if (!is_read_alike) throw std::invalid_argument("a court order that no text can hold");
    return text;
}

CourtOrder parse_court_order(std::string_view text) {
    if (text.size() > CourtOrderLimits::kOctets)
        throw CourtOrderSyntaxError(1, "at most 64 KiB altogether");
    return Reader(text).read();
}

bool within(const CourtOrder& order, const OrderExtent& extent) {
    const auto& accounts = order.accounts;
    const auto& classes = order.classes;
    if (std::find(accounts.begin(), accounts.end(), extent.account) == accounts.end()) return false;
    if (std::find(classes.begin(), classes.end(), extent.data_class) == classes.end()) return false;
    // Names and addresses have no date; all else has, and is asked for with one.
    if (extent.data_class == policy::DisclosureClass::subscriber) return !extent.window;
    return extent.window && order.window && covers(*order.window, *extent.window);
}

policy::OrderFacts facts_of(const CourtOrder& order, std::vector<policy::AccountId> accounts,
                            bool chapter_17) {
    const bool undated = order.classes == std::vector{policy::DisclosureClass::subscriber};
    if (!order.in_force || (!order.window && !undated))
        throw std::invalid_argument("a court order without a window or a term");
    policy::OrderFacts facts;
    facts.norwegian = true;  // a foreign one is no order here: GDPR Art. 48
    facts.from = order.in_force->from;
    facts.until = order.in_force->until - 1;
    facts.accounts = std::move(accounts);
    facts.classes = order.classes;
    const Span window = order.window.value_or(Span{0, 1});
    facts.window_from = window.from;
    facts.window_until = window.until - 1;
    // Straffeprosessloven § 216f(1); asked of an interception alone.
    facts.four_weeks_over =
        order.in_force->until > longest_interception(order.in_force->from, chapter_17);
    facts.secrecy_lifted = order.secrecy != SecrecyRelease::none;
    facts.privileged = order.privilege == Privilege::flagged;
    return facts;
}

}  // namespace postvern::compliance
