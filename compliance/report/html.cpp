// The report as a page for people.
#include <map>

#include "compliance/transparency_report.hpp"

namespace postvern::compliance {

namespace {

constexpr std::string_view kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid #888; padding: .25rem .75rem; text-align: left; }
td.n { text-align: right; }
code { overflow-wrap: anywhere; }
</style>
)";

std::string escaped(std::string_view text) {
    std::string html;
    for (const char each : text) {
        switch (each) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            case '\'': html += "&#39;"; break;
            default: html += each;
        }
    }
    return html;
}

std::string cell(std::string_view text) { return "<td>" + escaped(text) + "</td>"; }
std::string cell(std::uint64_t count) { return "<td class=\"n\">" + std::to_string(count) + "</td>"; }

std::string sums(const TransparencyReport& report, const std::string& by, std::string CaseTuple::*field) {
    std::map<std::string, std::uint64_t> sum;
    for (const ReportFigure& figure : report.figures) sum[figure.tuple.*field] += figure.count();
    std::string table = "<table>\n<caption>By " + by + "</caption>\n<tr><th scope=\"col\">" + by +
                        "</th><th scope=\"col\">cases</th></tr>\n";
    for (const auto& [name, count] : sum) table += "<tr>" + cell(name) + cell(count) + "</tr>\n";
    return table + "</table>\n";
}

std::string all_figures(const TransparencyReport& report) {
    std::string table =
        "<table>\n<caption>Every figure</caption>\n<tr><th scope=\"col\">period</th><th scope=\"col\">country</th>"
        "<th scope=\"col\">instrument</th><th scope=\"col\">outcome</th><th scope=\"col\">cases</th></tr>\n";
    for (const ReportFigure& figure : report.figures) {
        table += "<tr>" + cell(figure.tuple.period) + cell(figure.tuple.country) + cell(figure.tuple.instrument) +
                 cell(figure.tuple.outcome) + cell(figure.count()) + "</tr>\n";
    }
    return table + "</table>\n";
}

}  // namespace

std::string to_html(const TransparencyReport& report) {
    const ReportSettings& settings = report.settings;
    const std::string kind = settings.interim ? "Interim, not for publication: requests" : "Requests";
    const std::string title = kind + " for data, " + escaped(settings.from) +
                              (settings.from == settings.until ? "" : " to " + escaped(settings.until));
    std::string html =
        std::string(kHead) + "<title>" + title + "</title>\n</head>\n<body>\n<h1>" + title + "</h1>\n<p>" +
        escaped(settings.publisher) + ", " + escaped(settings.made) + ". " + std::to_string(report.cases) +
        " cases. A case is counted in the period in which it need no longer be kept silent; no figure tells "
        "whether there are others.</p>\n";
    if (report.cases > 0) {
        html += sums(report, "period", &CaseTuple::period) + sums(report, "country", &CaseTuple::country) +
                sums(report, "instrument", &CaseTuple::instrument) + sums(report, "outcome", &CaseTuple::outcome) +
                all_figures(report);
    }
    if (settings.interim) {
        return html + "<p><strong>This is an interim report for the house. It is not for publication, its last period may not "
                      "have ended, and nobody signs it.</strong></p>\n</body>\n</html>\n";
    }
    return html +
           "<h2>To check it</h2>\n<p>The JSON form of this report lists under each figure the commitments to its cases "
           "and "
           "is signed by the data protection officer: <code>postvern-verify report report.json --key KEY.pem</code>. "
           "Its "
           "SHA-256 is <code>" +
           records::hexadecimal(records::sha256(to_json(report))) + "</code>, the root of its commitments <code>" +
           records::hexadecimal(report.root) + "</code>.</p>\n</body>\n</html>\n";
}

}  // namespace postvern::compliance
