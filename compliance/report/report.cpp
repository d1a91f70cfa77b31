#include <algorithm>
#include <map>
#include <set>

#include "compliance/json_text.hpp"
#include "compliance/report/fields.hpp"
#include "compliance/transparency_report.hpp"

namespace postvern::compliance {

namespace {

using records::Unacceptable;

// An interim report has another format, so that nothing that reads or signs reports takes it for one.
constexpr std::string_view kFormat = R"({"format":"postvern transparency report 1",)";
constexpr std::string_view kInterim =
    R"({"format":"postvern interim transparency report 1","notice":"interim, not for publication",)";

void require_day(std::string_view text) {
    constexpr std::string_view kForm = "dddd-dd-dd";
    bool is_day = text.size() == kForm.size();
    for (std::size_t i = 0; is_day && i < text.size(); ++i) {
        is_day = kForm[i] == '-' ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
    }
    if (!is_day) throw Unacceptable("the day of a report is YYYY-MM-DD");
}

void require_settings(const ReportSettings& settings) {
    report::require_line(settings.publisher, "publisher");
    report::require_line(settings.site, "site");
    require_day(settings.made);
    report::day_after(settings.from);
    if (!report::are_alike(settings.from, settings.until) || settings.until < settings.from) {
        throw Unacceptable("the report's last period is not of the form of the first, or before it");
    }
    if (settings.interim && settings.made < report::first_day(settings.from)) {
        throw Unacceptable("the report's first period has not begun");
    }
    if (!settings.interim && settings.made < report::day_after(settings.until)) {
        throw Unacceptable("the report's last period has not ended: a report speaks of periods that have");
    }
    const auto is_digit = [](char each) { return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f'); };
    const bool is_hash =
        settings.previous.size() == 64 && std::all_of(settings.previous.begin(), settings.previous.end(), is_digit);
    if (!settings.previous.empty() && !is_hash)
        throw Unacceptable("the hash of the previous report is not of 64 digits");
}

void require_case(const ReportedCase& each, const ReportSettings& settings) {
    const std::string& period = each.tuple.period;
    if (!report::are_alike(period, settings.from) || period < settings.from || period > settings.until) {
        throw Unacceptable("a case counts in the period " + period + ", of which this report does not speak");
    }
}

template <typename Random>
std::string digits(const Random& hash) {
    return json_text(records::hexadecimal(hash));
}

std::string leaf_json(const ReportFigure::Leaf& leaf) {
    return R"({"commitment":)" + digits(leaf.commitment) + R"(,"random":)" +
           (leaf.random ? digits(*leaf.random) : "null") + '}';
}

std::uint64_t opened(const ReportFigure& figure) {
    return static_cast<std::uint64_t>(std::count_if(figure.leaves.begin(), figure.leaves.end(),
                                                    [](const auto& each) { return each.random.has_value(); }));
}

std::string figure_json(const ReportFigure& figure) {
    std::string json = R"({"instrument":)" + json_text(figure.tuple.instrument) + R"(,"country":)" +
                       json_text(figure.tuple.country) + R"(,"outcome":)" + json_text(figure.tuple.outcome) +
                       R"(,"period":)" + json_text(figure.tuple.period) + R"(,"count":)" +
                       std::to_string(figure.count()) + R"(,"opened":)" + std::to_string(opened(figure)) +
                       R"(,"leaves":[)";
    for (std::size_t i = 0; i < figure.leaves.size(); ++i) json += (i == 0 ? "" : ",") + leaf_json(figure.leaves[i]);
    return json + "]}";
}

}  // namespace

records::Sha256 commit(const records::Sha256& random, const CaseTuple& tuple) {
    report::require_tuple(tuple);
    return records::sha256({"postvern transparency case 1\n", records::octets(random), tuple.instrument, "\n",
                            tuple.country, "\n", tuple.outcome, "\n", tuple.period, "\n"});
}

TransparencyReport make_report(const ReportSettings& settings, const std::vector<ReportedCase>& cases) {
    require_settings(settings);
    if (cases.size() > kMostReportedCases) throw records::LimitReached("a report holds at most 100,000 cases");
    std::map<CaseTuple, std::vector<ReportFigure::Leaf>> figures;
    std::set<records::Sha256> randoms;
    std::vector<records::Sha256> commitments;
    for (const ReportedCase& each : cases) {
        const records::Sha256 commitment = commit(each.random, each.tuple);
        require_case(each, settings);
        if (!randoms.insert(each.random).second)
            throw Unacceptable("two cases have one random number: a case stands there twice");
        commitments.push_back(commitment);
        figures[each.tuple].push_back({commitment, each.may_be_opened ? std::optional(each.random) : std::nullopt});
    }
    TransparencyReport made{settings, {}, {}, cases.size()};
    for (auto& [tuple, leaves] : figures) {
        std::sort(leaves.begin(), leaves.end(),
                  [](const auto& one, const auto& other) { return one.commitment < other.commitment; });
        made.figures.push_back({tuple, std::move(leaves)});
    }
    std::sort(commitments.begin(), commitments.end());
    made.root = report::root_of(commitments);
    return made;
}

std::string to_json(const TransparencyReport& report) {
    const ReportSettings& settings = report.settings;
    std::string json = std::string(settings.interim ? kInterim : kFormat) + R"("publisher":)" + json_text(settings.publisher) +
                       R"(,"site":)" + json_text(settings.site) + R"(,"from":)" + json_text(settings.from) +
                       R"(,"until":)" + json_text(settings.until) + R"(,"made":)" + json_text(settings.made) +
                       R"(,"previous":)" + (settings.previous.empty() ? "null" : json_text(settings.previous)) +
                       R"(,"cases":)" + std::to_string(report.cases) + R"(,"root":)" + digits(report.root) +
                       R"(,"figures":[)";
    for (std::size_t i = 0; i < report.figures.size(); ++i)
        json += (i == 0 ? "" : ",") + figure_json(report.figures[i]);
    return json + "]}\n";
}

std::string to_csv(const TransparencyReport& report) {
    const bool interim = report.settings.interim;
    std::string csv = "period,country,instrument,outcome,count,opened";
    csv += interim ? ",\"interim, not for publication\"\r\n" : "\r\n";
    for (const ReportFigure& figure : report.figures) {
        csv += figure.tuple.period + ',' + figure.tuple.country + ',' + figure.tuple.instrument + ',' +
               figure.tuple.outcome + ',' + std::to_string(figure.count()) + ',' + std::to_string(opened(figure)) +
               (interim ? ",interim\r\n" : "\r\n");
    }
    return csv;
}

}  // namespace postvern::compliance
