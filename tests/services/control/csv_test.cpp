// Tables for spreadsheet programs: RFC 4180, and no cell becomes a formula.
#include "services/control/csv.hpp"

#include <gtest/gtest.h>

namespace postvern::services::control {
namespace {

struct Cell {
    std::string_view text;
    std::string_view written;
};

constexpr Cell kCells[] = {
    {"", ""},
    {"plain", "plain"},
    {"two words; a semicolon", "two words; a semicolon"},
    {"a,b", "\"a,b\""},
    {"say \"no\"", "\"say \"\"no\"\"\""},
    {"\"", "\"\"\"\""},
    {"two\r\nlines", "\"two\r\nlines\""},
    {"a\nb", "\"a\nb\""},
    {"a\rb", "\"a\rb\""},
    {"=1+1", "'=1+1"},
    {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
    {"+47", "'+47"},
    {"-1", "'-1"},
    {"@SUM(A1)", "'@SUM(A1)"},
    {"\t=1", "'\t=1"},
    {"\r=1", "\"'\r=1\""},
    {"\n=1", "\"'\n=1\""},
    {"a=1", "a=1"},
    {"1-2", "1-2"},
    {"'quoted", "'quoted"},
    {"s\xc3\xb8ppel", "s\xc3\xb8ppel"},
};

TEST(Csv, WritesEachCellSoThatItIsReadAsItWas) {
    for (const Cell& cell : kCells) {
        EXPECT_EQ(csv_line({cell.text}), std::string(cell.written) + "\r\n") << cell.text;
        EXPECT_EQ(csv_line({"a", cell.text, "b"}), "a," + std::string(cell.written) + ",b\r\n")
            << cell.text;
    }
}

}  // namespace
}  // namespace postvern::services::control
