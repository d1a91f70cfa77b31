#include "tests/conformance/letter.hpp"

#include <algorithm>
#include <fstream>
#include <set>

namespace postvern::conformance {

namespace {

constexpr std::string_view kExpect[] = {"answer", "rejection", "basis",   "road",    "letter",
                                        "clock",  "missing",   "lacking", "defects", "then"};

class Reader {
  public:
    Reader(const std::filesystem::path& file, std::vector<Letter>& into)
        : file_(file), letters_(into) {}

    void read() {
        std::ifstream in(file_);
        if (!in) fail("cannot be read");
        for (std::string line; std::getline(in, line);) {
            ++number_;
            take(line);
        }
        finish();
    }

  private:
    enum class Part { head, request, order, expect };

    void take(const std::string& line) {
        if (line.starts_with("=== ")) return begin(line.substr(4));
        if (line == "--- request.toml") return turn(Part::head, Part::request);
        if (line == "--- order") {
            turn(Part::request, Part::order);
            letters_.back().order.emplace();
            return;
        }
        if (line == "--- expect")
            return turn(part_ == Part::order ? Part::order : Part::request, Part::expect);
        switch (part_) {
            case Part::head:
                if (!line.empty() && !line.starts_with("#")) fail("neither a comment nor a letter");
                return;
            case Part::request:
                letters_.back().request.append(line).append("\n");
                return;
            case Part::order:
                letters_.back().order->append(line).append("\n");
                return;
            case Part::expect:
                return expect(line);
        }
    }

    void begin(const std::string& head) {
        finish();
        const auto space = head.find(' ');
        if (space == std::string::npos) fail("a letter has an id and a title");
        letters_.push_back({head.substr(0, space), head.substr(space + 1), {}, {}, {}});
        part_ = Part::head;
    }

    void turn(Part from, Part to) {
        if (letters_.empty() || part_ != from) fail("a part that does not belong here");
        part_ = to;
    }

    void expect(const std::string& line) {
        if (line.empty()) return;
        const auto colon = line.find(": ");
        const std::string key = line.substr(0, colon);
        const bool known =
            std::find(std::begin(kExpect), std::end(kExpect), key) != std::end(kExpect);
        if (colon == std::string::npos || !known) fail("no expectation: " + line);
        if (!letters_.back().expect.emplace(key, line.substr(colon + 2)).second)
            fail(key + " twice");
    }

    void finish() {
        if (letters_.empty() || number_ == 0 || part_ == Part::head) return;
        if (part_ != Part::expect) fail("the letter before has no expectations");
        for (const auto key : {"answer", "basis", "road", "letter", "clock", "missing", "lacking"})
            if (!letters_.back().expect.contains(key))
                fail("the letter before expects no `" + std::string(key) + "`");
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw std::runtime_error(file_.filename().string() + ":" + std::to_string(number_) + ": " +
                                 what);
    }

    const std::filesystem::path& file_;
    std::vector<Letter>& letters_;
    std::size_t number_ = 0;
    Part part_ = Part::head;
};

}  // namespace

std::vector<Letter> read_letters(const std::filesystem::path& directory) {
    std::set<std::filesystem::path> files;
    for (const auto& each : std::filesystem::directory_iterator(directory))
        if (each.path().extension() == ".txt") files.insert(each.path());
    std::vector<Letter> letters;
    for (const auto& file : files) Reader(file, letters).read();
    return letters;
}

}  // namespace postvern::conformance
