#include "records/register/case_file_codec.hpp"

#include <algorithm>

#include "records/errors.hpp"
#include "records/format/wire.hpp"

namespace postvern::records {

namespace {

using format::WireReader;
using format::WireWriter;

constexpr std::uint8_t kVersion = 1;

void write_user(WireWriter& out, const std::optional<std::uint32_t>& user) {
    out.number(user ? std::uint64_t{*user} + 1 : 0);
}

std::optional<std::uint32_t> read_user(WireReader& in) {
    const std::uint64_t user = in.number();
    if (user > std::uint64_t{UINT32_MAX} + 1) in.fail("a user id");
    if (user == 0) return {};
    return static_cast<std::uint32_t>(user - 1);
}

void write_moment(WireWriter& out, const std::optional<std::int64_t>& moment) {
    out.octet(moment ? 1 : 0);
    if (moment) out.signed_number(*moment);
}

std::optional<std::int64_t> read_moment(WireReader& in) {
    if (in.octet() == 0) return {};
    return in.signed_number();
}

template <typename Read>
auto decode(std::string_view octets, Read read) {
    try {
        WireReader in(octets);
        if (in.octet() != kVersion) in.fail("version 1");
        auto value = read(in);
        in.expect_end();
        return value;
    } catch (const SummaryError& fault) {
        throw StorageError(std::string("content.db: the file of a case cannot be read: ") + fault.what());
    }
}

WireWriter begin() {
    WireWriter out;
    out.octet(kVersion);
    return out;
}

}  // namespace

std::string encode(const CaseHead& head) {
    WireWriter out = begin();
    out.text(head.state);
    out.number(head.fields.size());
    for (const auto& [name, value] : head.fields) {
        out.text(name);
        out.text(value);
    }
    out.number(head.clocks.size());
    for (const CaseClock& clock : head.clocks) {
        out.text(clock.name);
        out.signed_number(clock.due);
        write_moment(out, clock.done);
    }
    out.number(head.steps);
    out.number(head.papers);
    return out.take();
}

CaseHead decode_case_head(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        CaseHead head;
        head.state = in.text();
        for (std::size_t left = in.count(); left > 0; --left) {
            std::string name(in.text());
            head.fields.emplace(std::move(name), in.text());
        }
        for (std::size_t left = in.count(); left > 0; --left) {
            CaseClock clock;
            clock.name = in.text();
            clock.due = in.signed_number();
            clock.done = read_moment(in);
            head.clocks.push_back(std::move(clock));
        }
        head.steps = in.number();
        head.papers = in.number();
        return head;
    });
}

std::string encode(const StepTaken& step) {
    WireWriter out = begin();
    out.text(step.step);
    out.text(step.office);
    out.octet(step.taken ? 1 : 0);
    out.text(step.from);
    out.text(step.into);
    out.text(step.reason);
    out.text(step.outcome);
    out.number(step.evidence.size());
    for (const std::string& each : step.evidence) out.text(each);
    out.number(step.papers.size());
    for (const std::uint64_t each : step.papers) out.number(each);
    out.signed_number(step.at);
    write_user(out, step.by);
    return out.take();
}

StepTaken decode_step(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        StepTaken step;
        step.step = in.text();
        step.office = in.text();
        step.taken = in.octet() != 0;
        step.from = in.text();
        step.into = in.text();
        step.reason = in.text();
        step.outcome = in.text();
        for (std::size_t left = in.count(); left > 0; --left) step.evidence.emplace_back(in.text());
        for (std::size_t left = in.count(); left > 0; --left) step.papers.push_back(in.number());
        step.at = in.signed_number();
        step.by = read_user(in);
        return step;
    });
}

std::string encode(const Paper& paper) {
    WireWriter out = begin();
    out.text(paper.kind);
    out.text(paper.name);
    out.text(octets(paper.hash));
    out.number(paper.octets);
    out.signed_number(paper.at);
    write_user(out, paper.by);
    return out.take();
}

Paper decode_paper(std::string_view octets) {
    return decode(octets, [](WireReader& in) {
        Paper paper;
        paper.kind = in.text();
        paper.name = in.text();
        const std::string_view hash = in.text();
        if (hash.size() != paper.hash.size()) in.fail("a hash");
        std::copy(hash.begin(), hash.end(), paper.hash.begin());
        paper.octets = in.number();
        paper.at = in.signed_number();
        paper.by = read_user(in);
        return paper;
    });
}

std::string head_label(std::uint64_t legal_case) { return "case file " + std::to_string(legal_case); }
std::string step_label(std::uint64_t legal_case, std::uint64_t number) {
    return "case step " + std::to_string(legal_case) + ' ' + std::to_string(number);
}
std::string paper_label(std::uint64_t legal_case, std::uint64_t number) {
    return "case paper " + std::to_string(legal_case) + ' ' + std::to_string(number);
}
std::string paper_octets_label(std::uint64_t legal_case, std::uint64_t number) {
    return "case paper octets " + std::to_string(legal_case) + ' ' + std::to_string(number);
}
std::string paper_piece_label(std::uint64_t legal_case, std::uint64_t number, std::uint64_t piece) {
    return "case paper piece " + std::to_string(legal_case) + ' ' + std::to_string(number) + ' ' + std::to_string(piece);
}

}  // namespace postvern::records
