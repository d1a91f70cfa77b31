// What the file of a case holds, as octets, and under what it is sealed. Pure functions. Private to records.
#pragma once

#include <string>
#include <string_view>

#include "records/case_files.hpp"

namespace postvern::records {

// What stands at the head of a file: the rest is counted, so that nothing can be taken away unseen.
struct CaseHead {
    std::string state{};
    std::map<std::string, std::string> fields{};
    std::vector<CaseClock> clocks{};
    std::uint64_t steps = 0;
    std::uint64_t papers = 0;
};

// Throw StorageError for what the others did not write.
std::string encode(const CaseHead& head);
CaseHead decode_case_head(std::string_view octets);
std::string encode(const StepTaken& step);
StepTaken decode_step(std::string_view octets);
std::string encode(const Paper& paper);
Paper decode_paper(std::string_view octets);

// Each thing under its own case and number: nothing can be put in the place of another.
std::string head_label(std::uint64_t legal_case);
std::string step_label(std::uint64_t legal_case, std::uint64_t number);
std::string paper_label(std::uint64_t legal_case, std::uint64_t number);
std::string paper_octets_label(std::uint64_t legal_case, std::uint64_t number);
std::string paper_piece_label(std::uint64_t legal_case, std::uint64_t number, std::uint64_t piece);

}  // namespace postvern::records
