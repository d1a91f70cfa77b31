// The transparency report as the server makes it, and as postvern-verify, Python and openssl read it.
#include "compliance/transparency_report.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "compliance/verify/bag.hpp"
#include "compliance/verify/report.hpp"
#include "test_places.hpp"
#include "tests/scratch.hpp"

namespace postvern::compliance {
namespace {

using records::Unacceptable;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

records::Sha256 random(std::uint8_t octet) {
    records::Sha256 made{};
    made.fill(octet);
    return made;
}

const ReportSettings kSettings = {
    "Example <Mail> \"AS\"", "postvern.00ff/ledger", "2027-H1", "2027-H2", "2028-01-10", ""};

std::vector<ReportedCase> cases() {
    return {{{"court-order", "NO", "disclosed", "2027-H2"}, random(1), true},
            {{"subpoena", "US", "rejected", "2027-H1"}, random(2), true},
            {{"subpoena", "US", "rejected", "2027-H1"}, random(3), false},
            {{"attorney-letter", "US", "rejected", "2027-H2"}, random(4), true},
            {{"subpoena", "US", "rejected", "2027-H1"}, random(5), true}};
}

class Report : public testing::Test {
  protected:
    std::string file(const std::string& name) const { return (scratch_.path() / name).string(); }
    void put(const std::string& name, const std::string& octets) const {
        std::ofstream(file(name), std::ios::binary) << octets;
    }
    std::string get(const std::string& name) const {
        std::ifstream stream(file(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    int shell(const std::string& command) const {
        return std::system(("cd '" + scratch_.path().string() + "' && (" + command + ") >out 2>&1").c_str());
    }
    static std::string fault_of(const std::string& json) {
        try {
            return verify::in_words(verify::open_report(json));
        } catch (const verify::Fault& fault) {
            return fault.what();
        }
    }
    static std::string with(std::string json, const std::string& old, const std::string& by) {
        const auto at = json.find(old);
        EXPECT_NE(at, std::string::npos) << old;
        return json.replace(at, old.size(), by);
    }
    tests::Scratch scratch_;
};

TEST_F(Report, CountsEachCaseOnceUnderItsFigure) {
    const TransparencyReport report = make_report(kSettings, cases());
    EXPECT_EQ(to_csv(report),
              "period,country,instrument,outcome,count,opened\r\n"
              "2027-H2,US,attorney-letter,rejected,1,1\r\n"
              "2027-H2,NO,court-order,disclosed,1,1\r\n"
              "2027-H1,US,subpoena,rejected,3,2\r\n");
    EXPECT_EQ(report.cases, 5U);
    const std::string said = fault_of(to_json(report));
    EXPECT_THAT(said, StartsWith("Sound: 5 cases from 2027-H1 to 2027-H2, Example <Mail> \"AS\", made 2028-01-10"));
    EXPECT_THAT(said, HasSubstr("2027-H1 US subpoena rejected: 3, of which 2 opened\n"));
}

TEST_F(Report, IsTheSameInWhateverOrderCasesCome) {
    auto turned = cases();
    std::reverse(turned.begin(), turned.end());
    EXPECT_EQ(to_json(make_report(kSettings, turned)), to_json(make_report(kSettings, cases())));
}

TEST_F(Report, OfNoCaseIsAReport) {
    const std::string json = to_json(make_report(kSettings, {}));
    EXPECT_THAT(fault_of(json), StartsWith("Sound: 0 cases"));
    EXPECT_THAT(json, HasSubstr("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}

TEST_F(Report, CommitsAsWritten) {
    put("report.json", to_json(make_report(kSettings, cases())));
    put("check.py", R"(
import hashlib, json
report = json.load(open("report.json"))
leaves = []
for figure in report["figures"]:
    tail = "".join(figure[k] + "\n" for k in ("instrument", "country", "outcome", "period")).encode()
    assert figure["count"] == len(figure["leaves"])
    for leaf in figure["leaves"]:
        leaves.append(bytes.fromhex(leaf["commitment"]))
        if leaf["random"] is not None:
            data = b"postvern transparency case 1\n" + bytes.fromhex(leaf["random"]) + tail
            assert hashlib.sha256(data).hexdigest() == leaf["commitment"]
def mth(d):
    if len(d) == 1: return hashlib.sha256(b"\0" + d[0]).digest()
    k = 1
    while k * 2 < len(d): k *= 2
    return hashlib.sha256(b"\1" + mth(d[:k]) + mth(d[k:])).digest()
assert mth(sorted(leaves)).hex() == report["root"]
assert report["cases"] == len(leaves) == 5
raw = open("report.json").read()
assert json.dumps(report, separators=(",", ":"), ensure_ascii=False) + "\n" == raw
)");
    EXPECT_EQ(shell("python3 check.py"), 0) << get("out");
}

TEST_F(Report, HidesWhatIsNotOpened) {
    const TransparencyReport report = make_report(kSettings, cases());
    EXPECT_THAT(to_json(report), Not(HasSubstr(records::hexadecimal(random(3)))));
    EXPECT_THAT(to_json(report), HasSubstr(records::hexadecimal(random(2))));
    // Whoever was told the random number finds the case.
    const verify::Report read = verify::open_report(to_json(report));
    const auto counted = verify::figure_that_counts(read, std::string(32, '\3'));
    ASSERT_TRUE(counted);
    EXPECT_EQ(read.figures[*counted].instrument, "subpoena");
    EXPECT_FALSE(verify::figure_that_counts(read, std::string(32, '\6')));
}

TEST_F(Report, ThatWasAlteredIsTold) {
    const std::string json = to_json(make_report(kSettings, cases()));
    const struct {
        const char *old, *by, *fault;
    } alterations[] = {
        {"\"count\":3", "\"count\":2", "2027-H1 US subpoena rejected: says 2 cases and lists 3"},
        {"\"opened\":2", "\"opened\":3", "2027-H1 US subpoena rejected: says that 3"},
        {"\"cases\":5", "\"cases\":6", "says 6 cases, and its figures have 5"},
        {"\"outcome\":\"disclosed\"", "\"outcome\":\"rejected\"",
         "2027-H2 NO court-order rejected: a case that is opened is not"},
        {"\"period\":\"2027-H1\"", "\"period\":\"2026-H1\"", "2026-H1 US subpoena rejected: a case that is opened"},
        {"\"root\":\"", "\"root\":\"0", "has not 64"},
        {"\"format\"", "\"Format\"", "is not the JSON of a report"},
        {"]}]}\n", "]}]} \n", "is not the JSON of a report"},
        {"]}]}\n", "]}]}", "is not the JSON of a report"},
        {"]}]}\n", "]}]}\n\n", "goes on behind its end"},
        {"\"cases\":5", "\"cases\":05", "is not a number"},
        {"Example ", "Example\\n", "has a text that is none"},
    };
    for (const auto& [old, by, fault] : alterations)
        EXPECT_THAT(fault_of(with(json, old, by)), StartsWith(fault)) << by;
    std::string other_root = json;
    char& digit = other_root[json.find("\"root\":\"") + 8];
    digit = digit == '0' ? '1' : '0';
    EXPECT_EQ(fault_of(other_root), "its root is not that of the commitments");
    for (std::size_t at = 0; at < json.size(); ++at) {
        std::string altered = json;
        altered[at] = static_cast<char>(altered[at] ^ 1);
        const bool is_free = at < json.find("\"cases\"");  // texts that the signature alone guards
        if (is_free) continue;
        EXPECT_THAT(fault_of(altered), Not(StartsWith("Sound"))) << at;
    }
}

TEST_F(Report, ThatIsInterimSaysSoAndIsNoReport) {
    ReportSettings settings = kSettings;
    settings.interim = true;
    settings.made = "2027-08-01";
    EXPECT_THROW(make_report(kSettings, {{{"subpoena", "US", "rejected", "2027-07"}, random(1), true}}), Unacceptable);
    const TransparencyReport report = make_report(settings, cases());
    const std::string json = to_json(report);
    EXPECT_THAT(json, StartsWith("{\"format\":\"postvern interim transparency report 1\","
                                 "\"notice\":\"interim, not for publication\",\"publisher\""));
    EXPECT_THAT(fault_of(json), StartsWith("is an interim report"));
    const std::string csv = to_csv(report);
    EXPECT_THAT(csv, StartsWith("period,country,instrument,outcome,count,opened,\"interim, not for publication\"\r\n"));
    EXPECT_THAT(csv, HasSubstr("2027-H1,US,subpoena,rejected,3,2,interim\r\n"));
    EXPECT_THAT(to_csv(make_report(settings, {})), HasSubstr("not for publication"));
    const std::string html = to_html(report);
    EXPECT_THAT(html, HasSubstr("<h1>Interim, not for publication: requests for data, 2027-H1 to 2027-H2</h1>"));
    EXPECT_THAT(html, Not(HasSubstr("is signed")));
    // The same figures as the report has later.
    EXPECT_EQ(report.root, make_report(kSettings, cases()).root);
    // Nothing can be said of what has not begun.
    settings.made = "2026-12-31";
    EXPECT_THROW(make_report(settings, {}), Unacceptable);
}

TEST_F(Report, SpeaksOfPeriodsThatEndedAndOfItsOwn) {
    const struct {
        const char *from, *until, *made;
    } refused[] = {{"2027-H1", "2027-H2", "2027-12-31"}, {"2027-H2", "2027-H1", "2028-01-10"},
                   {"2027", "2027-H2", "2028-01-10"},    {"2027-13", "2027-13", "2029-01-01"},
                   {"2027-H3", "2027-H3", "2029-01-01"}, {"2027-Q5", "2027-Q5", "2029-01-01"},
                   {"27", "27", "2029-01-01"},           {"2027-H1", "2027-H1", "2028-1-10"},
                   {"2027-00", "2027-00", "2029-01-01"}};
    for (const auto& [from, until, made] : refused) {
        ReportSettings settings = kSettings;
        settings.from = from;
        settings.until = until;
        settings.made = made;
        EXPECT_THROW(make_report(settings, {}), Unacceptable) << from << ' ' << until << ' ' << made;
    }
    const struct {
        const char *period, *first_day;
    } taken[] = {{"2027", "2028-01-01"},
                 {"2027-H1", "2027-07-01"},
                 {"2027-Q3", "2027-10-01"},
                 {"2027-12", "2028-01-01"},
                 {"2027-02", "2027-03-01"}};
    for (const auto& [period, first_day] : taken) {
        ReportSettings settings = kSettings;
        settings.from = settings.until = period;
        settings.made = first_day;
        EXPECT_EQ(make_report(settings, {{{"subpoena", "US", "rejected", period}, random(1), true}}).cases, 1U)
            << period;
        settings.made = std::string(period).substr(0, 4) + "-01-01";
        EXPECT_THROW(make_report(settings, {}), Unacceptable) << period;
    }
}

TEST_F(Report, RefusesWhatCannotBeReported) {
    const ReportedCase good = cases()[0];
    const auto with_case = [&](const auto& change) {
        ReportedCase each = good;
        change(each);
        return std::vector<ReportedCase>{each};
    };
    EXPECT_THROW(make_report(kSettings, with_case([](auto& each) { each.tuple.instrument = "Court Order"; })),
                 Unacceptable);
    EXPECT_THROW(make_report(kSettings, with_case([](auto& each) { each.tuple.country = "no"; })), Unacceptable);
    EXPECT_THROW(make_report(kSettings, with_case([](auto& each) { each.tuple.outcome = ""; })), Unacceptable);
    EXPECT_THROW(make_report(kSettings, with_case([](auto& each) { each.tuple.period = "2026-H2"; })), Unacceptable);
    EXPECT_THROW(make_report(kSettings, with_case([](auto& each) { each.tuple.period = "2027-07"; })), Unacceptable);
    EXPECT_THROW(make_report(kSettings, {good, good}), Unacceptable);
    ReportSettings settings = kSettings;
    settings.previous = "00";
    EXPECT_THROW(make_report(settings, {}), Unacceptable);
    settings = kSettings;
    settings.publisher = "two\nlines";
    EXPECT_THROW(make_report(settings, {}), Unacceptable);
}

TEST_F(Report, PageStandsAlone) {
    const TransparencyReport report = make_report(kSettings, cases());
    const std::string html = to_html(report);
    EXPECT_THAT(html, HasSubstr("Example &lt;Mail&gt; &quot;AS&quot;"));
    EXPECT_THAT(html, HasSubstr("<td>subpoena</td><td>rejected</td><td class=\"n\">3</td>"));
    EXPECT_THAT(html, HasSubstr("<tr><td>US</td><td class=\"n\">4</td></tr>"));
    EXPECT_THAT(html, HasSubstr(records::hexadecimal(records::sha256(to_json(report)))));
    for (const char* const foreign : {"<script", "http://", "https://", "src=", "<link", "@import", "url(", "onload"}) {
        EXPECT_THAT(html, Not(HasSubstr(foreign)));
    }
    put("report.html", html);
    put("check.py", R"(
from html.parser import HTMLParser
class Check(HTMLParser):
    open = []
    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br"): self.open.append(tag)
    def handle_endtag(self, tag): assert self.open.pop() == tag, tag
check = Check(); check.feed(open("report.html").read()); check.close(); assert check.open == []
)");
    EXPECT_EQ(shell("python3 check.py"), 0) << get("out");
}

}  // namespace
}  // namespace postvern::compliance
