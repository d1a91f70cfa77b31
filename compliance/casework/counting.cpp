// Cases as the transparency report counts them.
#include <algorithm>
#include <chrono>

#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance {

namespace {

// The period of the form of `like` ("2027", "2027-H1", "2027-Q3", "2027-03") that holds the moment.
std::string period_of(std::int64_t moment, const std::string& like) {
    const std::chrono::year_month_day day(
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(moment))));
    const std::string year = std::to_string(static_cast<int>(day.year()));
    const unsigned month = static_cast<unsigned>(day.month());
    if (like.size() == 4) return year;
    if (like.find("-H") != std::string::npos) return year + "-H" + std::to_string((month - 1) / 6 + 1);
    if (like.find("-Q") != std::string::npos) return year + "-Q" + std::to_string((month - 1) / 3 + 1);
    return year + (month < 10 ? "-0" : "-") + std::to_string(month);
}

// What came of a case that was closed.
std::string outcome_of(const CaseView& view, const records::CaseFile& file) {
    const auto was = [&](CaseState state) {
        return std::any_of(file.steps.begin(), file.steps.end(), [&](const records::StepTaken& step) {
            return step.taken && step.into == name(state);
        });
    };
    if (was(CaseState::recalled)) return "recalled";
    if (view.delivered) return view.found_nothing ? "nothing-held" : "disclosed";
    if (was(CaseState::rejected)) return "rejected";
    if (was(CaseState::withdrawn)) return "withdrawn";
    if (was(CaseState::expired)) return "expired";
    if (was(CaseState::preserved)) return "preserved";
    return "refused";
}

// As it was classified; one that was withdrawn before that is none of these.
std::string instrument_of(const CaseView& view) {
    if (!view.basis) return "unclassified";
    std::string instrument(policy::name(*view.basis));
    std::replace(instrument.begin(), instrument.end(), '_', '-');
    return instrument;
}

std::string country_of(const records::CaseFile& file) {
    const Intake intake = read_intake(file.fields.at("request"));
    return intake.country.empty() ? "NO" : intake.country;
}

// The day from which the case counts: that of its first closing, or of the end of its silence, if that came later. Absent: it
// was not closed yet, or is silent. Later steps move it no more, so that no second report counts it again.
std::optional<std::int64_t> counted_from(const CaseView& view, const records::CaseFile& file, std::int64_t now) {
    std::optional<std::int64_t> closed;
    std::int64_t released = 0;
    for (const records::StepTaken& step : file.steps) {
        if (!step.taken) continue;
        if (step.step == name(CaseStep::close) && !closed) closed = step.at;
        if (step.step == name(CaseStep::release_silence)) released = step.at;
    }
    if (!closed) return {};
    // It counted already when a silence began only after it was closed: after a recall.
    if (view.silent_from && *closed <= *view.silent_from) return closed;
    if (silence_stands(view, now)) return {};
    const bool ran_out = view.silence == policy::Silence::court && view.silent_until;
    return std::max({*closed, released, ran_out ? *view.silent_until + 1 : 0});
}

records::Sha256 random_in(const std::string& digits) {
    records::Sha256 random{};
    if (digits.size() != 2 * random.size()) throw records::StorageError("a case has no random number");
    for (std::size_t at = 0; at < random.size(); ++at) {
        random[at] = static_cast<std::uint8_t>(std::stoul(digits.substr(2 * at, 2), nullptr, 16));
    }
    return random;
}

records::Sha256 random_of(const records::CaseFile& file) {
    const auto field = file.fields.find("report-random");
    return random_in(field == file.fields.end() ? std::string() : field->second);
}

// What is kept of a case whose file is destroyed: the day from which it counts (its beginning, Unix seconds), instrument, country,
// outcome and random number, in lines. The `period` of what is read is that day.
std::string conclusion_of(const CaseView& view, const records::CaseFile& file, std::int64_t counted) {
    return casework::joined({std::to_string(counted - counted % kDay), instrument_of(view), country_of(file),
                             outcome_of(view, file), file.fields.at("report-random")});
}

ReportedCase concluded_in(const std::string& text) {
    const auto lines = casework::lines_of(text);
    if (lines.size() != 5) throw records::StorageError("content.db: what a case counts as cannot be read");
    return {{lines[1], lines[2], lines[3], lines[0]}, random_in(lines[4]), true};
}

// So many years later, on the same day; a 29 February becomes a 1 March.
std::int64_t years_later(std::int64_t moment, int years) {
    const std::chrono::sys_seconds at{std::chrono::seconds(moment)};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const auto later = std::chrono::sys_days(std::chrono::year_month_day(day) + std::chrono::years(years));
    return (later + (at - day)).time_since_epoch().count();
}

constexpr int kYearsFromOpening = 3;
constexpr int kYearsFromEnd = 1;
constexpr int kYearsOfEntries = 3;  // in the access record, from the day of each

}  // namespace

TransparencyReport Casework::report(const CaseWorker& by, const ReportSettings& settings) const {
    std::vector<ReportedCase> counted;
    const std::int64_t now = state_->now();
    for (const CaseSight& sight : list(by, true)) {
        const auto from = counted_from(sight.view, sight.file, now);
        if (!from) continue;
        const std::string period = period_of(*from, settings.from);
        if (period < settings.from || settings.until < period) continue;
        counted.push_back({{instrument_of(sight.view), country_of(sight.file), outcome_of(sight.view, sight.file), period},
                           random_of(sight.file), true});
    }
    const auto none = policy::Resource::numbered(policy::ResourceType::legal_case, 0);
    for (const std::string& text : state_->parts.files.concluded(
             by.leave(policy::Action::read_case, none, policy::Purpose::legal_request, {}))) {
        ReportedCase each = concluded_in(text);
        each.tuple.period = period_of(std::stoll(each.tuple.period), settings.from);
        if (settings.from <= each.tuple.period && each.tuple.period <= settings.until) counted.push_back(std::move(each));
    }
    return make_report(settings, counted);
}

std::vector<std::uint64_t> Casework::files_due(std::int64_t now, std::uint64_t& damaged) const {
    damaged = 0;
    std::vector<std::uint64_t> due;
    for (const auto& each : state_->parts.files.ended()) {
        if (!each.damage.empty()) {
            ++damaged;
            continue;
        }
        const std::int64_t end =
            std::max(years_later(each.opened, kYearsFromOpening), years_later(each.ended, kYearsFromEnd));
        if (end < now) due.push_back(each.legal_case);
    }
    return due;
}

bool Casework::destroy_file(policy::Grant&& grant) {
    const std::int64_t now = state_->now();
    std::string reference;
    const bool destroyed = state_->parts.files.destroy(std::move(grant), [&](const records::CaseFile& file) -> std::optional<std::string> {
        reference = file.reference;
        const CaseView view = casework::view_of(file, {});
        const auto counted = counted_from(view, file, now);
        if (!counted) return {};
        return conclusion_of(view, file, *counted);
    });
    if (destroyed) state_->remove_bag(reference);
    return destroyed;
}

std::uint64_t Casework::forget_destroyed(std::int64_t now) {
    return state_->parts.files.forget_destroyed(years_later(now, -kYearsOfEntries));
}

const std::string& Casework::house_name() const noexcept { return state_->house.name; }

}  // namespace postvern::compliance
