// What the house does by itself: clocks that ring, holds that are set apart, notices that go into mailboxes. Each leaves an
// entry in the access record and one in the file, and is done again at the next run where it was cut short.
#include <algorithm>
#include <future>
#include <set>

#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"
#include "compliance/owner_notice.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::Caller;
using records::CaseEntry;
using records::CaseFile;

namespace {

constexpr int kMostAlarms = 32;  // of one case in one run

// The step that rings takes another action than was asked for.
struct NeedsAction {
    Action action;
};

std::string field(const CaseFile& file, const std::string& name) {
    const auto found = file.fields.find(name);
    return found == file.fields.end() ? std::string() : found->second;
}

CaseEntry duty_entry(const CaseFile& file, const std::string& step, const std::string& outcome,
                     const std::string& done_field, const std::string& left, std::int64_t now) {
    CaseEntry entry;
    entry.step.step = step;
    entry.step.office = name(CaseActor::clock);
    entry.step.from = entry.step.into = file.state;
    entry.step.outcome = outcome;
    entry.fields[done_field] = left;
    const std::string other = done_field == "to-hold" ? "to-mail" : "to-hold";
    const CaseView view = casework::view_of(file, {});
    entry.clocks = casework::clocks_of(view, !left.empty() || !field(file, other).empty(), now);
    entry.closes = view.state == CaseState::closed && entry.clocks->empty();
    return entry;
}

bool concerns(const CaseFile& file, policy::AccountId account) {
    const auto& accounts = file.record.accounts;
    return std::find(accounts.begin(), accounts.end(), account) != accounts.end();
}

// The notice as it was written, as a message for the mailbox of `address`.
std::string message_of(const HouseIdentity& house, const CaseFile& file, const records::Paper& paper,
                       const std::string& address, const std::string& text) {
    Letter letter = casework::letter_of(text, paper.at);
    letter.kind = letter_named(paper.name.substr(0, paper.name.find('.'))).value();
    letter.language = paper.name.ends_with(".nb.txt") ? Language::norwegian : Language::english;
    letter.subject = letter.language == Language::norwegian ? "Varsel om at noen har bedt om opplysninger om deg"
                                                            : "Notice that somebody asked for your data";
    return owner_notice(letter, {house.name, house.postmaster, address, Moment{paper.at}, file.reference});
}

}  // namespace

policy::Grant Casework::State::leave(const policy::Subject& job, Action action, std::uint64_t number,
                                     Purpose purpose) {
    return parts.gate.ask_and_wait(
        {job, action, Resource::numbered(ResourceType::legal_case, number), purpose, policy::Channel::job});
}

// How many accounts an earlier run, cut short, set apart already: the first ones, since they come in their order.
std::size_t Casework::State::held(std::uint64_t number, std::int64_t until) const {
    const auto holds = parts.site.register_().all_holds();
    return static_cast<std::size_t>(std::count_if(holds.begin(), holds.end(), [&](std::uint64_t hold) {
        const auto facts = parts.site.register_().hold(hold);
        return facts && facts->legal_case == number && facts->until == until;
    }));
}

void Casework::State::make_holds(const CaseFile& file) {
    const CaseView view = casework::view_of(file, {});
    if (!view.preserved) return;
    std::vector<policy::AccountId> open;
    for (const policy::AccountId account : file.record.accounts) {
        const auto facts = parts.site.register_().account(account);
        if (facts && facts->state != policy::AccountState::closed) {
            open.push_back(account);
        } else {
            // There is what holds keep, of whatever case, and nothing more to set apart. § 215a binds for that too.
            parts.cases.prolong(leave(preservation, Action::preserve, file.number, Purpose::preservation), account,
                                view.preserved->until);
        }
    }
    // Where one was closed since, those held do not tell how far an earlier run came: what is held twice is held.
    const bool none_closed = open.size() == file.record.accounts.size();
    for (std::size_t next = none_closed ? held(file.number, view.preserved->until) : 0; next < open.size(); ++next) {
        parts.cases.hold(leave(preservation, Action::preserve, file.number, Purpose::preservation), open[next],
                         view.preserved->until);
    }
}

// The archive keeps with each message that it is there, so that a duty that is done again repeats none.
void Casework::State::mail_owner(const CaseFile& file, const std::string& line) {
    const std::uint64_t number = std::stoull(line);
    const std::size_t blank = line.find(' ');
    if (blank == std::string::npos) throw records::StorageError("content.db: a notice of a case is left to nobody: " + line);
    const std::string address = line.substr(blank + 1);
    const records::Paper& paper = file.papers.at(number - 1);
    const std::string text = parts.files.paper(leave(notices, Action::keep_time, file.number), number);
    // Whoever has the address of an account that was closed since is not its owner, and is told nothing.
    const auto account = parts.accounts.resolve(address);
    if (!account) return;
    const auto meant = casework::ordered_accounts(file);
    const bool is_owner = meant ? std::find(meant->begin(), meant->end(), casework::NamedAccount{address, *account}) != meant->end()
                                : concerns(file, *account);
    if (!is_owner) return;
    auto grant = parts.gate.ask_and_wait({deliverer, Action::deliver, Resource::of(*account), Purpose::service_delivery,
                                          policy::Channel::job});
    auto octets = std::make_shared<const std::string>(message_of(house, file, paper, address, text));
    std::vector<records::Placement> placements;
    placements.push_back({std::move(grant), {std::move(octets), {now(), 0}, 0, {}},
                          records::MailedPaper{file.number, number}});
    std::promise<void> finished;
    parts.archive.add(std::move(placements), [&](records::Outcome<std::vector<records::Placed>> outcome) {
        if (outcome.index() == 1) {
            finished.set_exception(std::get<1>(outcome));
        } else {
            finished.set_value();
        }
    });
    finished.get_future().get();
}

records::CaseFile Casework::State::with_addressed(CaseFile file) {
    if (!casework::is_unaddressed(field(file, "to-mail"))) return file;
    struct NothingToWrite {};
    try {
        return parts.files.take(leave(notices, Action::keep_time, file.number), [&](const CaseFile& now_on_file, const Caller& caller) {
            const std::string before = field(now_on_file, "to-mail");
            CaseEntry written;
            const std::string lines = casework::addressed(letter_office(), casework::view_of(now_on_file, {}), now_on_file,
                                                          before, caller.now, written);
            if (lines == before) throw NothingToWrite{};
            CaseEntry entry = duty_entry(now_on_file, "mail", "what was left for all owners is left for each", "to-mail", lines,
                                         caller.now);
            entry.papers = std::move(written.papers);
            return entry;
        });
    } catch (const NothingToWrite&) {
        return file;
    }
}

// Each by itself: what one mailbox cannot take is left for the next run, and keeps nothing from the others.
casework::Unmailed Casework::State::mail_owners(const CaseFile& file) {
    casework::Unmailed left;
    for (const std::string& line : casework::lines_of(field(file, "to-mail"))) {
        try {
            mail_owner(file, line);
        } catch (const std::exception&) {
            left.lines.push_back(line);
            left.failure = std::current_exception();
        }
    }
    return left;
}

void Casework::State::do_duties(std::uint64_t number) {
    const std::lock_guard one_at_a_time(duties);
    CaseFile file = parts.files.read(leave(notices, Action::keep_time, number));
    if (!field(file, "to-hold").empty()) {
        make_holds(file);
        parts.files.take(leave(notices, Action::keep_time, number), [&](const CaseFile& now_on_file, const Caller& caller) {
            return duty_entry(now_on_file, "set-apart", "what there is was set apart", "to-hold", "", caller.now);
        });
    }
    if (!field(file, "to-mail").empty()) {
        file = with_addressed(std::move(file));
        const auto left = mail_owners(file);
        const std::string lines = casework::joined(left.lines);
        if (lines != field(file, "to-mail")) {
            parts.files.take(leave(notices, Action::keep_time, number), [&](const CaseFile& now_on_file, const Caller& caller) {
                const char* const told = lines.empty() ? "the notice lies in the owners' mailboxes"
                                                       : "the notice lies in the mailboxes of owners, and not of all";
                return duty_entry(now_on_file, "mail", told, "to-mail", lines, caller.now);
            });
        }
        if (left.failure) std::rethrow_exception(left.failure);
    }
}

bool Casework::State::try_duties(std::uint64_t number) {
    try {
        do_duties(number);
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

bool Casework::State::ring(std::uint64_t number) {
    struct NothingDue {};
    Action action = Action::keep_time;
    for (int attempts = 0; attempts < 2; ++attempts) {
        try {
            parts.files.take(leave(notices, action, number), [&](const CaseFile& file, const Caller& caller) {
                CaseView view = casework::view_of(file, caller.recused);
                const auto alarms = due(view, caller.now);
                if (alarms.empty()) throw NothingDue{};
                const DueAlarm& alarm = alarms.front();
                const Transition* const row = transition(view.state, alarm.step);
                const Action needed = row != nullptr ? row->action : Action::keep_time;
                if (needed != action) throw NeedsAction{needed};
                CaseAct act;
                act.step = alarm.step;
                casework::Prepared prepared;
                prepared.alarm = alarm.alarm;
                CaseOutcome outcome;
                CaseEntry entry = decide(file, caller, act, prepared, CaseActor::clock, 0, outcome);
                if (entry.step.taken) return entry;
                // What cannot be done is on file, and does not ring for ever.
                view.rung.push_back(alarm.alarm);
                entry.fields["rung"] = casework::fields_of(view)["rung"];
                entry.clocks = casework::clocks_of(view, !field(file, "to-mail").empty() || !field(file, "to-hold").empty(),
                                                   caller.now);
                return entry;
            });
            return true;
        } catch (const NothingDue&) {
            return false;
        } catch (const NeedsAction& other) {
            action = other.action;
        }
    }
    return false;
}

std::uint64_t Casework::run_due(std::uint64_t& failed) {
    failed = 0;
    std::uint64_t done = 0;
    const std::int64_t now = state_->now();
    std::set<std::uint64_t> cases;
    for (const auto& running : state_->parts.files.clocks()) {
        if (running.clock.due <= now) cases.insert(running.legal_case);
    }
    for (const std::uint64_t number : cases) {
        // Clocks ring also where a duty fails.
        bool has_failed = !state_->try_duties(number);
        try {
            for (int rung = 0; rung < kMostAlarms && state_->ring(number); ++rung) ++done;
        } catch (const std::exception&) {
            has_failed = true;
        }
        if (!state_->try_duties(number)) has_failed = true;
        failed += has_failed ? 1 : 0;
    }
    return done;
}

}  // namespace postvern::compliance
