// Letters that come with a step: what answers it, what each owner is told, and when the case's clocks ring next.
#include <algorithm>

#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance {

using records::CaseEntry;
using records::CaseFile;

namespace casework {

std::vector<records::CaseClock> clocks_of(const CaseView& view, bool duty, std::int64_t now) {
    std::vector<records::CaseClock> clocks;
    if (const auto next = next_due(view, now)) clocks.push_back({kAlarmClock, *next, {}});
    if (!due(view, now).empty()) clocks.push_back({kAlarmClock, now, {}});
    if (duty) clocks.push_back({kDutyClock, now, {}});
    return clocks;
}

void add_letter(const LetterOffice& office, const std::string& id, const CaseView& view, const CaseFile& file,
                const std::vector<Evidence>& missing, const CaseAct& act, std::int64_t now, CaseEntry& entry,
                CaseOutcome& outcome) {
    if (id.empty()) return;
    Written written = write_letter(office, id, view, file, missing, act, now);
    if (written.id.empty()) return;  // there is nothing to write
    outcome.letter = CaseLetter{id, 0, written.lacks};
    if (written.text.empty()) return;
    outcome.letter->paper = file.papers.size() + entry.papers.size() + 1;
    entry.papers.push_back({"letter", id + '.' + std::string(name(act.language)) + ".txt", std::move(written.text)});
}

void require_written(const CaseOutcome& outcome, const std::string& id) {
    if (outcome.letter && outcome.letter->paper != 0) return;
    throw records::Unacceptable("the letter " + id + " cannot be written: " +
                                (outcome.letter ? outcome.letter->lacks : "there is nothing to tell of"));
}

namespace {

// The case as far as it is about that account. Absent: it is not taken from, and there is nothing that its owner could be told
// but what was preserved.
std::optional<CaseView> told_of(const CaseView& view, const std::string& address, std::string& id) {
    CaseView own = view;
    own.accounts = {address};
    if (!view.order) return own;
    own.order->accounts = {address};
    std::erase_if(own.extents, [&](const OrderExtent& each) { return each.account != address; });
    if (!own.extents.empty() || view.extents.empty()) return own;
    if (!view.preserved || id == "owner_notice_before") return {};
    own.order.reset();
    id = "owner_notice_preserved";
    return own;
}

// Adds a letter to each owner. Value: lines of "to-mail".
std::vector<std::string> each_told(const LetterOffice& office, const std::string& id, const CaseView& view, const CaseFile& file,
                                   const CaseAct& act, std::int64_t now, CaseEntry& entry, CaseOutcome& outcome) {
    std::vector<std::string> to_mail;
    for (const std::string& address : view.accounts) {
        std::string own_id = id;
        const auto own = told_of(view, address, own_id);
        if (!own) continue;
        add_letter(office, own_id, *own, file, {}, act, now, entry, outcome);
        require_written(outcome, own_id);
        to_mail.push_back(std::to_string(outcome.letter->paper) + ' ' + address);
    }
    return to_mail;
}

bool has_no_address(const std::string& line) { return line.find(' ') == std::string::npos; }

// Of a line without an address.
std::vector<std::string> own_lines(const LetterOffice& office, const CaseView& view, const CaseFile& file, const std::string& line,
                                   std::int64_t now, CaseEntry& entry) {
    if (view.accounts.size() == 1) return {line + ' ' + view.accounts.front()};
    const std::string& name = file.papers.at(std::stoull(line) - 1).name;
    CaseAct act;
    act.step = CaseStep::notify;
    act.language = name.ends_with(".nb.txt") ? Language::norwegian : Language::english;
    CaseOutcome outcome;
    return each_told(office, name.substr(0, name.find('.')), view, file, act, now, entry, outcome);
}

}  // namespace

void add_notices(const LetterOffice& office, const std::string& id, const CaseView& view, const CaseFile& file,
                 const CaseAct& act, std::int64_t now, CaseEntry& entry, CaseOutcome& outcome) {
    const auto before = file.fields.find("to-mail");  // what could not be done yet
    std::vector<std::string> to_mail;
    if (before != file.fields.end()) to_mail = lines_of(before->second);
    for (std::string& line : each_told(office, id, view, file, act, now, entry, outcome)) to_mail.push_back(std::move(line));
    require_written(outcome, id);
    entry.fields["to-mail"] = joined(to_mail);
}

bool is_unaddressed(const std::string& to_mail) {
    const auto lines = lines_of(to_mail);
    return std::any_of(lines.begin(), lines.end(), has_no_address);
}

std::string addressed(const LetterOffice& office, const CaseView& view, const CaseFile& file, const std::string& to_mail,
                      std::int64_t now, CaseEntry& entry) {
    std::vector<std::string> all;
    for (const std::string& line : lines_of(to_mail)) {
        std::vector<std::string> own = {line};
        if (has_no_address(line)) {
            const std::size_t before = entry.papers.size();
            try {
                own = own_lines(office, view, file, line, now, entry);
            } catch (const std::exception&) {
                entry.papers.erase(entry.papers.begin() + static_cast<std::ptrdiff_t>(before), entry.papers.end());
            }
        }
        all.insert(all.end(), own.begin(), own.end());
    }
    return joined(all);
}

}  // namespace casework

}  // namespace postvern::compliance
