#include "compliance/verify/report.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "compliance/verify/lines.hpp"
#include "compliance/verify/texts.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::size_t kMostCases = 100'000;

// Reads the one way in which a report is written: no blanks, fields in their order.
class Cursor {
  public:
    explicit Cursor(std::string_view rest) : rest_(rest) {}

    bool take(std::string_view literal) {
        if (!rest_.starts_with(literal)) return false;
        rest_.remove_prefix(literal.size());
        return true;
    }
    void expect(std::string_view literal) {
        if (!take(literal)) throw Fault("is not the JSON of a report: '" + std::string(literal) + "' is missing");
    }
    std::string text(std::string_view before) {
        expect(before);
        expect("\"");
        std::string value;
        while (!take("\"")) {
            const bool is_escaped = take("\\");
            const bool is_known = !rest_.empty() && static_cast<unsigned char>(rest_[0]) >= ' ' &&
                                  is_escaped == (rest_[0] == '"' || rest_[0] == '\\');
            if (!is_known) throw Fault("has a text that is none");
            value += rest_[0];
            rest_.remove_prefix(1);
        }
        return value;
    }
    std::string digits(std::string_view before) {
        std::string value = text(before);
        from_digits(value, 32);
        return value;
    }
    std::uint64_t number(std::string_view before) {
        expect(before);
        const auto end = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        const std::uint64_t value = number_from(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return value;
    }
    bool is_empty() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

std::string commitment_of(std::string_view random, const Figure& figure) {
    return to_digits(hash_of("postvern transparency case 1\n" + std::string(random) + figure.instrument + '\n' +
                             figure.country + '\n' + figure.outcome + '\n' + figure.period + '\n'));
}

std::string name_of(const Figure& figure) {
    return figure.period + ' ' + figure.country + ' ' + figure.instrument + ' ' + figure.outcome;
}

void take_leaf(Cursor& cursor, Figure& figure, std::uint64_t& opened) {
    const std::string commitment = cursor.digits(R"({"commitment":)");
    if (!figure.commitments.empty() && commitment <= figure.commitments.back()) {
        throw Fault(name_of(figure) + ": its commitments do not ascend");
    }
    if (!cursor.take(R"(,"random":null)")) {
        const std::string random = from_digits(cursor.text(R"(,"random":)"), 32);
        if (commitment_of(random, figure) != commitment) {
            throw Fault(name_of(figure) + ": a case that is opened is not one of this figure");
        }
        ++opened;
    }
    cursor.expect("}");
    figure.commitments.push_back(commitment);
}

void require_words(const Figure& figure) {
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    for (const std::string& each : {figure.instrument, figure.country, figure.outcome, figure.period}) {
        const bool is_word =
            !each.empty() && each.size() <= 64 && each.find_first_not_of(kLetters) == std::string::npos;
        if (!is_word) throw Fault("has a figure with a field that is none");
    }
}

Figure take_figure(Cursor& cursor) {
    Figure figure;
    figure.instrument = cursor.text(R"({"instrument":)");
    figure.country = cursor.text(R"(,"country":)");
    figure.outcome = cursor.text(R"(,"outcome":)");
    figure.period = cursor.text(R"(,"period":)");
    figure.count = cursor.number(R"(,"count":)");
    figure.opened = cursor.number(R"(,"opened":)");
    require_words(figure);
    cursor.expect(R"(,"leaves":[)");
    std::uint64_t opened = 0;
    for (bool is_first = true; !cursor.take("]}"); is_first = false) {
        if (!is_first) cursor.expect(",");
        take_leaf(cursor, figure, opened);
    }
    if (figure.count != figure.commitments.size() || figure.count == 0) {
        throw Fault(name_of(figure) + ": says " + std::to_string(figure.count) + " cases and lists " +
                    std::to_string(figure.commitments.size()));
    }
    if (figure.opened != opened) {
        throw Fault(name_of(figure) + ": says that " + std::to_string(figure.opened) + " cases are opened, and " +
                    std::to_string(opened) + " are");
    }
    return figure;
}

void check_figures(const Report& report) {
    const Figure* before = nullptr;
    std::set<std::string> commitments;
    std::uint64_t cases = 0;
    const auto key = [](const Figure& each) {
        return std::tie(each.instrument, each.country, each.outcome, each.period);
    };
    for (const Figure& each : report.figures) {
        if (before != nullptr && key(*before) >= key(each))
            throw Fault(name_of(each) + ": stands out of order, or twice");
        if (each.period < report.from || each.period > report.until || each.period.size() != report.from.size()) {
            throw Fault(name_of(each) + ": is of a period that the report does not speak of");
        }
        before = &each;
        cases += each.count;
        commitments.insert(each.commitments.begin(), each.commitments.end());
    }
    if (cases != report.cases)
        throw Fault("says " + std::to_string(report.cases) + " cases, and its figures have " + std::to_string(cases));
    if (commitments.size() != cases) throw Fault("counts a case twice");
    std::vector<Hash> leaves;
    for (const std::string& each : commitments) leaves.push_back(leaf_hash(from_digits(each, 32)));
    if (to_digits(root_of(leaves)) != report.root) throw Fault("its root is not that of the commitments");
}

}  // namespace

Report open_report(std::string_view json) {
    if (json.size() > kLargestReport) throw Fault("is too long for a report");
    Cursor cursor(json);
    if (cursor.take(R"({"format":"postvern interim transparency report 1",)")) {
        throw Fault("is an interim report, which is not for publication: it says nothing that anybody stands for");
    }
    Report report;
    report.publisher = cursor.text(R"({"format":"postvern transparency report 1","publisher":)");
    report.site = cursor.text(R"(,"site":)");
    report.from = cursor.text(R"(,"from":)");
    report.until = cursor.text(R"(,"until":)");
    report.made = cursor.text(R"(,"made":)");
    if (!cursor.take(R"(,"previous":null)")) report.previous = cursor.digits(R"(,"previous":)");
    report.cases = cursor.number(R"(,"cases":)");
    report.root = cursor.digits(R"(,"root":)");
    cursor.expect(R"(,"figures":[)");
    while (!cursor.take("]}\n")) {
        if (!report.figures.empty()) cursor.expect(",");
        if (report.figures.size() == kMostCases) throw Fault("has more figures than a report can have");
        report.figures.push_back(take_figure(cursor));
    }
    if (!cursor.is_empty()) throw Fault("goes on behind its end");
    check_figures(report);
    return report;
}

void check_report_signature(std::string_view json, std::string_view signature, std::string_view key) {
    constexpr std::string_view kName = "data_protection_officer";
    const std::string begin = "\xe2\x80\x94 " + std::string(kName) + ' ';
    std::string_view rest = signature;
    const std::string_view line = take_line(rest);
    if (!line.starts_with(begin) || !rest.empty()) throw Fault("is not the signature of a data protection officer");
    const std::string octets = from_base64(line.substr(begin.size()));
    const Hash id = hash_of(std::string(kName) + "\n\1" + std::string(key));
    if (octets.size() != 68 ||
        !std::equal(octets.begin(), octets.begin() + 4, id.begin(),
                    [](char one, unsigned char other) { return static_cast<unsigned char>(one) == other; })) {
        throw Fault("is not of the key that was given");
    }
    if (!signs(key, json, std::string_view(octets).substr(4))) throw Fault("does not verify");
}

std::optional<std::size_t> figure_that_counts(const Report& report, std::string_view random) {
    for (std::size_t i = 0; i < report.figures.size(); ++i) {
        const auto& known = report.figures[i].commitments;
        if (std::binary_search(known.begin(), known.end(), commitment_of(random, report.figures[i]))) return i;
    }
    return {};
}

std::string in_words(const Report& report) {
    std::string said;
    for (const Figure& each : report.figures) {
        said += name_of(each) + ": " + std::to_string(each.count) + ", of which " + std::to_string(each.opened) +
                " opened\n";
    }
    return "Sound: " + std::to_string(report.cases) + " cases from " + report.from + " to " + report.until + ", " +
           report.publisher + ", made " + report.made +
           "; each figure has as many commitments as it says, and what is opened is of its figure.\n" + said;
}

}  // namespace postvern::compliance::verify
