#include "services/smtp/commands.hpp"

#include <algorithm>
#include <array>

namespace postvern::services::smtp {

std::span<const CommandRow> CommandRow::table() {
    // BDAT runs in every state, since its octets follow it whatever the answer (RFC 3030 2); EXPN
    // is known and not offered (RFC 5321 3.5.2); HELO and EHLO do not exist in LMTP (RFC 2033 4.1).
    static constexpr std::array<CommandRow, 15> kTable{{
        {"AUTH", kSubmission, kGreeted, Needs::tls, &Session::authenticate},
        {"BDAT", kBoth, kAnyState, Needs::nothing, &Session::chunk},
        {"DATA", kBoth, kMailing, Needs::sign_in, &Session::data},
        {"EHLO", kSubmission, kAnyState, Needs::nothing, &Session::hello},
        {"EXPN", kBoth, kAfterHello, Needs::sign_in, &Session::expand},
        {"HELO", kSubmission, kAnyState, Needs::nothing, &Session::plain_hello},
        {"HELP", kBoth, kAnyState, Needs::nothing, &Session::help},
        {"LHLO", kLmtp, kAnyState, Needs::nothing, &Session::hello},
        {"MAIL", kBoth, kGreeted, Needs::sign_in, &Session::mail},
        {"NOOP", kBoth, kAnyState, Needs::nothing, &Session::noop},
        {"QUIT", kBoth, kAnyState, Needs::nothing, &Session::quit},
        {"RCPT", kBoth, kMailing, Needs::sign_in, &Session::recipient},
        {"RSET", kBoth, kAnyState, Needs::nothing, &Session::reset},
        {"STARTTLS", kBoth, kGreeted, Needs::nothing, &Session::start_tls},
        {"VRFY", kBoth, kAfterHello, Needs::sign_in, &Session::verify},
    }};
    static_assert(std::is_sorted(kTable.begin(), kTable.end(),
                                 [](const auto& a, const auto& b) { return a.verb < b.verb; }));
    return kTable;
}

const CommandRow* CommandRow::find(std::string_view verb, Dialect dialect) {
    const auto rows = table();
    const auto row = std::lower_bound(rows.begin(), rows.end(), verb,
                                      [](const CommandRow& candidate, std::string_view wanted) {
                                          return candidate.verb < wanted;
                                      });
    if (row == rows.end() || row->verb != verb || !row->is_of(dialect)) return nullptr;
    return &*row;
}

}  // namespace postvern::services::smtp
