#include <chrono>

#include "compliance/letters.hpp"
#include "compliance/letters/roff.hpp"
#include "compliance/letters/typesetter.hpp"

namespace postvern::compliance {

namespace {

constexpr std::chrono::seconds kPatience(20);

// The first complaint, on one line.
std::string first_line(std::string_view complaints) {
    return std::string(complaints.substr(0, std::min<std::size_t>(complaints.find('\n'), 300)));
}

}  // namespace

std::string pdf(const Letter& letter, const std::filesystem::path& typesetter) {
    const auto day = std::chrono::sys_days(letter.date).time_since_epoch();
    const auto made = std::chrono::duration_cast<std::chrono::seconds>(day).count();
    // Nothing of our environment; the letter's day stands for the moment of making, so that the
    // octets are the same.
    const std::vector<std::string> environment{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC",
                                               "SOURCE_DATE_EPOCH=" + std::to_string(made)};
    // -S: requests that run programs or open files are refused, though no field can write one.
    const auto said = letters::run_typesetter(typesetter, {"-S", "-Tpdf", "-P-pa4"}, environment,
                                              letters::roff(letter), kPatience);
    // Whatever it complains of would be missing on the paper.
    if (!said.complaints.empty())
        throw TypesettingError("no PDF: the typesetter says: " + first_line(said.complaints));
    if (!said.succeeded || !said.output.starts_with("%PDF-")) {
        throw TypesettingError("no PDF: " + typesetter.string() + " failed");
    }
    return said.output;
}

}  // namespace postvern::compliance
