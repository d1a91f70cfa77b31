// SearchProgram: the search keys of a SEARCH command, prepared once and asked for each message. A message
// is shown to it piece by piece: its state first, then its summary, then its content; most programs know
// after the first.  RFC 9051 6.4.4
// Thread safety: immutable once made; test() may be called concurrently.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "records/message.hpp"
#include "records/view.hpp"
#include "services/imap/flags.hpp"
#include "services/imap/grammar/search.hpp"
#include "services/imap/mailbox.hpp"

namespace postvern::services::imap {

// What is known of a message. INVARIANT: with content there is a summary.
struct Evidence {
    const records::ItemState& state;
    const records::SummaryView* summary = nullptr;
    const std::string* content = nullptr;
};

enum class Verdict { no, yes, unknown };  // unknown: more evidence is needed

class SearchProgram {
  public:
    // Sequence numbers and "$" are those of `mailbox` now. Throws Refused (BAD) for a sequence number that
    // there is none of.
    SearchProgram(const grammar::search::Key& key, const OpenMailbox& mailbox, const Keywords& keywords);

    // Never unknown where `evidence` is complete.
    Verdict test(const Evidence& evidence) const { return test_(evidence); }

    // Whether `key` names a keyword that `keywords` does not have.
    static bool names_unknown_keyword(const grammar::search::Key& key, const Keywords& keywords);

  private:
    std::function<Verdict(const Evidence&)> test_;
};

}  // namespace postvern::services::imap
