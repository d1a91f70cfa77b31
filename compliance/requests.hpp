// Classification of a request for data: what it rests on, by which road it came or should have
// come, and how it is answered. What decides stands in files that a lawyer edits
// (compliance/requests/data), each entry with its source; nothing here knows a country or an
// office. It only proposes: an officer confirms, or deviates with a reason. Values without state;
// the rules are immutable once read and may be shared between threads.
//
// INVARIANT: no proposal is a disclosure, and none depends on whether an account exists.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/intake.hpp"
#include "policy/case_facts.hpp"

namespace postvern::compliance {

// Where a request goes after it was classified (the states of compliance/cases.hpp of the same
// name).
enum class Answer : std::uint8_t {
    rejected,
    preserved,
    statutory_hold,
    await_court,
    order_received
};
inline constexpr std::size_t kAnswerCount = static_cast<std::size_t>(Answer::order_received) + 1;
std::string_view name(Answer answer) noexcept;  // "REJECTED" ...

// A sentence, and the law or the statement of the information security policy that it rests on.
struct Reason {
    std::string text;
    std::string source;
    bool uncertain = false;  // counsel has not settled it; the text says what is uncertain
};

// A limit of time that starts with the answer. Seconds.
struct AnswerClock {
    std::string id;          // of clocks.toml, e.g. "urgent_hold"
    std::int64_t due = 0;    // Unix seconds; 0: nobody has set one yet, and `missing` names it
    std::int64_t least = 0;  // how long at least, from reception; 0: no such limit
    std::int64_t most = 0;   // how long at most; 0: likewise
    std::string source;
};

struct Proposal {
    Answer answer = Answer::rejected;
    policy::Basis basis = policy::Basis::unverified_sender;
    std::string rejection{};  // code of rejections.toml; empty unless rejected
    // The road that it must come by: one letter of routes.toml, C S N B D H K or E; and as the
    // rulebook knows it (for E, which the rulebook does not know, that of the state).
    std::string road{};
    policy::Route route = policy::Route::diplomatic;
    std::vector<policy::Office> lacking{};  // offices of that road whose reference is not on file
    std::string letter{};  // id of the letter that answers (compliance/letters.hpp)
    // What the letter does not say and must: kMissingCodes of compliance/letters.hpp, in that
    // order.
    std::vector<std::string> missing{};
    std::optional<AnswerClock> clock{};
    std::string rule{};             // id of answers.toml: the row that decided
    std::vector<Reason> reasons{};  // never empty: the row's own first, then road, notes
};

// A file of rules, by its name without a directory.
struct RequestFile {
    std::string name;
    std::string text;
};

class RequestRules {
  public:
    // Throws RequestSyntaxError: unknown keys, entries without a source, references to nothing,
    // entries that contradict each other or that nothing can reach.
    static RequestRules read(std::span<const RequestFile> files);
    // All *.toml of a directory. Throws as `read` does, and std::runtime_error for what cannot be
    // read. *Blocking.*
    static RequestRules read_directory(const std::filesystem::path& directory);
    // The directory that ships with the program that runs.
    static std::filesystem::path shipped_directory();

    RequestRules(RequestRules&&) noexcept;
    RequestRules& operator=(RequestRules&&) noexcept;
    ~RequestRules();

    // SHA-256 over names and texts of the files in the order of their names: 64 hexadecimal digits.
    // Goes on record with each confirmed proposal.
    const std::string& hash() const noexcept;

    // All letters that proposals may name, sorted.
    std::vector<std::string> letters() const;

    struct Tables;
    const Tables& tables() const noexcept { return *tables_; }

  private:
    explicit RequestRules(std::unique_ptr<const Tables> tables);
    std::unique_ptr<const Tables> tables_;
};

// Never throws for what an intake says: what the rules do not know is missing, and answered as the
// least that it may be.
Proposal classify(const RequestRules& rules, const Intake& intake);

// docs/compliance/requests.md: who is answered how, from the rules alone.
std::string request_rules_document(const RequestRules& rules);

}  // namespace postvern::compliance
