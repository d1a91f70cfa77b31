// What an order lacks before two persons may find it valid. Texts: kDefectCodes of compliance/letters.hpp.
#include <algorithm>
#include <array>
#include <string>

#include "compliance/case_clocks.hpp"
#include "compliance/cases.hpp"

namespace postvern::compliance {

namespace {

constexpr std::int64_t kOrderOfFuture = 28 * kDay;  // Straffeprosessloven § 210b(2)

// Sections on which a court lets a provider hand over what it holds; §§ 210b and 216a ff. what is yet to come.
constexpr auto kSections =
    std::to_array<std::string_view>({"203", "205", "210", "210b", "216a", "216b", "216m", "216o"});
constexpr auto kRepealed = std::to_array<std::string_view>({"211", "212"});
constexpr auto kInterceptions = std::to_array<std::string_view>({"216a", "216b", "216m", "216o"});

// "Strpl §§ 203, 210 b" has 203 and 210b: figures, and the letter that may follow them.
std::vector<std::string> sections_in(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789";
    std::vector<std::string> sections;
    text.remove_prefix(std::min(text.find("§"), text.size()));
    while (true) {
        text.remove_prefix(std::min(text.find_first_of(kDigits), text.size()));
        if (text.empty()) return sections;
        const std::size_t end = std::min(text.find_first_not_of(kDigits), text.size());
        std::string section(text.substr(0, end));
        text.remove_prefix(end);
        const std::size_t blank = text.starts_with(' ') ? 1 : 0;
        const auto letter = text.substr(blank, 1);
        const auto after = text.substr(std::min(blank + 1, text.size()), 1);
        const bool alone = after.empty() || after == "," || after == " " || after == "(" || after == ";" || after == ".";
        if (letter >= "a" && letter <= "z" && alone) section += letter;
        sections.push_back(std::move(section));
    }
}

template <std::size_t Count>
bool cites(const std::vector<std::string>& sections, const std::array<std::string_view, Count>& any) {
    return std::any_of(sections.begin(), sections.end(), [&](const std::string& section) {
        return std::find(any.begin(), any.end(), section) != any.end();
    });
}

class Findings {
  public:
    void add_if(bool found, std::string_view text, std::string_view finding, std::string_view source) {
        if (found) list_.push_back({text, finding, source});
    }
    std::vector<OrderDefect> take() { return std::move(list_); }

  private:
    std::vector<OrderDefect> list_;
};

struct Examined {
    const CourtOrder& order;
    const CaseView& view;
    std::int64_t now;
    std::vector<std::string> sections = sections_in(order.section);
    bool intercepts = cites(sections, kInterceptions);
    bool reaches_ahead = intercepts || cites(sections, std::array<std::string_view, 1>{"210b"});
};

constexpr std::string_view kProduction = "Straffeprosessloven § 210";
constexpr std::string_view kStatute = "Straffeprosessloven §§ 170a, 210";

std::int64_t day_after(std::chrono::sys_days day) { return (day.time_since_epoch().count() + 1) * kDay; }

void examine_instrument(const Examined& the, Findings& out) {
    const CourtOrder& order = the.order;
    out.add_if(order.court.empty(), "court", "it names no court", kProduction);
    out.add_if(order.number.empty(), "number", "it has no case number", kProduction);
    out.add_if(!order.date, "date", "it has no date", kProduction);
    out.add_if(order.date && order.date->time_since_epoch().count() * kDay > the.now, "date",
               "its date is yet to come", kProduction);
    out.add_if(order.section.empty(), "section", "it cites no section", kStatute);
    const bool cited = !order.section.empty();
    const bool known = cites(the.sections, kSections);
    out.add_if(cited && !known && cites(the.sections, kRepealed), "section",
               "it cites sections that were repealed on 2016-06-17", "Straffeprosessloven §§ 211, 212");
    out.add_if(cited && !known && !cites(the.sections, kRepealed), "section",
               "it cites no section on which a court orders a provider to hand over", kStatute);
    const bool by_kripos = the.view.route == policy::Route::interception;
    out.add_if(cited && known && the.intercepts != by_kripos, "section",
               "interception, and nothing else, comes by Kripos",
               "ISP-48; Forskrift 2012-12-14-1227 § 22; Straffeprosessloven §§ 216a, 216b");
    out.add_if(order.seal == OrderSeal::none, "seal", "it bears neither seal nor signature", kProduction);
    const auto& signature = the.view.order_signature;
    out.add_if(order.seal == OrderSeal::signature && !signature, "seal", "its electronic signature did not come with it",
               kProduction);
    out.add_if(order.seal == OrderSeal::signature && signature && !signature->verified, "seal",
               "its electronic signature is not verified", kProduction);
}

void examine_extent(const Examined& the, Findings& out) {
    const CourtOrder& order = the.order;
    const auto& known = the.view.accounts;
    out.add_if(order.accounts.empty(), "account", "it names no account", kStatute);
    out.add_if(std::any_of(order.accounts.begin(), order.accounts.end(),
                           [&](const std::string& account) {
                               return std::find(known.begin(), known.end(), account) == known.end();
                           }),
               "account", "it names an account that the case is not about", kStatute);
    out.add_if(order.classes.empty(), "classes", "it names no class of data", kStatute);
    const bool undated = order.classes == std::vector{policy::DisclosureClass::subscriber};
    out.add_if(!order.window && !undated, "window", "it has no window of time", kStatute);
    out.add_if(order.window && order.zone.empty(), "time_zone", "its window has no time zone", kStatute);
    // A day more, as the order's day may end later than the UTC day.
    out.add_if(order.window && order.date && !the.reaches_ahead &&
                   order.window->until > day_after(*order.date) + kDay,
               "wider_than_statute", "its window reaches past its date",
               "Straffeprosessloven §§ 210, 210b");
}

void examine_term(const Examined& the, Findings& out) {
    const auto& force = the.order.in_force;
    out.add_if(!force, "expiry", "it does not say from when to when it is in force", kProduction);
    if (!force) return;
    out.add_if(the.now < force->from, "not_in_force", "it is not in force yet", kProduction);
    out.add_if(force->until <= the.now, "expired", "it is in force no more", kProduction);
    const bool intercepts = the.intercepts || the.view.route == policy::Route::interception;
    out.add_if(intercepts && force->until > longest_interception(force->from, the.view.chapter_17),
               "wider_than_statute", "an interception is for four weeks at most, eight under ch. 17",
               "Straffeprosessloven § 216f(1)");
    out.add_if(!intercepts && the.reaches_ahead && force->until - force->from > kOrderOfFuture,
               "wider_than_statute", "it orders for more than four weeks ahead",
               "Straffeprosessloven § 210b(2)");
}

void examine_rights(const Examined& the, Findings& out) {
    const CourtOrder& order = the.order;
    const bool deferred = order.silence == policy::Silence::court;
    // § 100a: at once where a court defers notice or lets communication be controlled; elsewhere the order says.
    out.add_if(order.counsel == Counsel::required ||
                   (order.counsel == Counsel::not_required && (deferred || the.intercepts)),
               "counsel", "counsel had to be appointed for the owner, and was not",
               "Straffeprosessloven § 100a");
    out.add_if(order.secrecy == SecrecyRelease::none, "secrecy",
               "the secrecy of a provider is not lifted", "Straffeprosessloven § 118");
    out.add_if(order.privilege == Privilege::flagged && !order.court_recipient, "privilege",
               "something may be privileged, and the court's certificate is not known",
               "Straffeprosessloven §§ 204, 205(3)");
    out.add_if(order.appeal == Appeal::pending, "appeal", "an appeal is pending",
               "Straffeprosessloven §§ 377, 382");
    out.add_if(deferred && order.date && order.silent_until &&
                   *order.silent_until > longest_deferral(day_after(*order.date), the.view.chapter_17,
                                                          the.view.four_months),
               "wider_than_statute", "it defers the notice for longer than a court may",
               "Straffeprosessloven §§ 208a(1), 210a(1), 216j");
    out.add_if(order.silence == policy::Silence::statutory && !the.intercepts && !the.view.preserved,
               "wider_than_statute", "no statute keeps it silent",
               "Straffeprosessloven §§ 215a(4), 216i");
    out.add_if(!order.recipient, "recipient_certificate", "nobody's certificate is named to encrypt for",
               "GDPR Art. 32(1)(a)");
}

}  // namespace

std::vector<OrderDefect> defects(const CourtOrder& order, const CaseView& view, std::int64_t now) {
    const Examined the{order, view, now};
    Findings out;
    examine_instrument(the, out);
    examine_extent(the, out);
    examine_term(the, out);
    examine_rights(the, out);
    return out.take();
}

}  // namespace postvern::compliance
