#include "records/statistics/budget.hpp"

#include <algorithm>
#include <stdexcept>

#include "records/backup/files.hpp"
#include "records/errors.hpp"

namespace postvern::records::statistics {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestBudget = std::size_t{64} * 1024 * 1024;  // octets: over 200 years
constexpr std::size_t kLongestNote = std::size_t{64} * 1024;
constexpr Day kLastDay{2'932'896};  // 9999-12-31

ledger::NoteVerifier verifier_of(const ledger::NoteSigner& signer) {
    auto verifier = ledger::NoteVerifier::from(signer.verifier_key());
    if (!verifier) throw std::logic_error("the site's name is not fit for a signer's");
    return *verifier;
}

std::int32_t number(Day day) { return static_cast<std::int32_t>(day); }

std::uint64_t shares_of(const ReleasedDay& day, std::string_view table) {
    std::uint64_t shares = 0;
    for (const ReleasedTable& each : day.tables) {
        if (each.name == table) shares += each.shares;
    }
    return shares;
}

// The first note of `octets`: its text, a blank line and one line of signature. Empty when there is none.
std::string_view first_note(std::string_view octets) {
    const auto blank = octets.find("\n\n");
    if (blank == std::string_view::npos) return {};
    const auto end = octets.find('\n', blank + 2);
    return end == std::string_view::npos ? std::string_view{} : octets.substr(0, end + 1);
}

}  // namespace

void replace_file(const fs::path& file, std::string_view octets) {
    const fs::path next = file.string() + ".new";
    std::error_code failure;
    fs::remove(next, failure);  // left by a crash
    if (failure) throw Unavailable(next.string() + ": " + failure.message());
    backup::write_file(next, octets);
    backup::move_file(next, file);
    backup::sync_directory(file.parent_path());
}

Budget::Budget(Files files, ledger::NoteSigner signer, std::string origin)
    : files_(std::move(files)),
      signer_(std::move(signer)),
      verifier_(verifier_of(signer_)),
      origin_(std::move(origin)) {
    read();
    compare_latest();
}

void Budget::fail(const fs::path& file, const std::string& fault) const {
    throw StorageError(file.string() + ": " + fault +
                       "; no statistics are released. Put back the untouched copy of " + files_.budget.string() +
                       " and " + files_.latest.string() +
                       "; where there is none, remove both, at the earliest 31 days after the last release");
}

void Budget::read() {
    if (!fs::exists(files_.budget)) return;
    const std::string read = backup::read_file(files_.budget, kLongestBudget);
    for (std::string_view rest = read; !rest.empty();) {
        const auto note = first_note(rest);
        if (note.empty()) fail(files_.budget, "release " + std::to_string(notes_.size() + 1) + " is cut off");
        accept(note);
        rest.remove_prefix(note.size());
    }
}

void Budget::accept(std::string_view note) {
    const std::string which = "release " + std::to_string(notes_.size() + 1);
    const auto text = verifier_.open(note);
    if (!text) fail(files_.budget, which + " is damaged or was edited: its signature does not hold");
    auto release = parse_release(*text, origin_);
    if (!release) fail(files_.budget, which + " is no release");
    if (release->number != notes_.size() + 1 ||
        release->previous != sha256(notes_.empty() ? std::string_view{} : std::string_view(notes_.back()))) {
        fail(files_.budget, which + " does not follow the one before");
    }
    const std::string wrong = objection(release->day);
    if (!wrong.empty()) fail(files_.budget, which + ": " + wrong);
    octets_ += note;
    notes_.emplace_back(note);
    days_.push_back(std::move(release->day));
}

// The copy is written after the budget: a crash in between leaves it one release behind, and never ahead.
void Budget::compare_latest() {
    const std::string latest =
        fs::exists(files_.latest) ? backup::read_file(files_.latest, kLongestNote) : std::string{};
    const std::size_t count = notes_.size();
    if (latest == (count == 0 ? std::string{} : notes_.back())) return;
    if (count > 0 && latest == (count == 1 ? std::string{} : notes_[count - 2])) {
        replace_file(files_.latest, notes_.back());
        return;
    }
    fail(files_.budget, "is not the one whose latest release is in " + files_.latest.string());
}

std::string Budget::objection(const ReleasedDay& day) const {
    if (day.day < Day{0} || day.day > kLastDay) return "the clock does not tell a day that can be written";
    if (!days_.empty() && day.day <= days_.back().day) {
        return day_text(day.day) + " is not after " + day_text(days_.back().day) +
               ", which was released; a day is released once";
    }
    for (const ReleasedTable& table : day.tables) {
        std::uint64_t spent = shares_of(day, table.name);
        for (auto each = days_.rbegin(); each != days_.rend() && number(each->day) > number(day.day) - kWindowDays;
             ++each) {
            spent += shares_of(*each, table.name);
        }
        if (spent > kSharesOfOne) {
            return "the table " + table.name + " would spend epsilon " + std::to_string(spent) + '/' +
                   std::to_string(kSharesOfOne) + " in 31 days";
        }
    }
    return {};
}

void Budget::add(const ReleasedDay& day) {
    const std::string wrong = objection(day);
    if (!wrong.empty()) throw Unacceptable("statistics are not released: " + wrong);
    const Release release{notes_.size() + 1, day,
                          sha256(notes_.empty() ? std::string_view{} : std::string_view(notes_.back()))};
    const std::string note = signer_.sign(text_of(release, origin_));
    replace_file(files_.budget, octets_ + note);
    replace_file(files_.latest, note);
    octets_ += note;
    notes_.push_back(note);
    days_.push_back(day);
}

}  // namespace postvern::records::statistics
