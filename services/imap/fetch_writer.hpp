// FetchWriter: FETCH responses of one command, message by message. Belongs to the session's loop.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "records/archive.hpp"
#include "services/imap/fetch_section.hpp"
#include "services/imap/session.hpp"

namespace postvern::services::imap {

class FetchWriter {
  public:
    // `newly_seen`: messages that this command marks \Seen; their answers show FLAGS unasked, as RFC
    // 9051 6.4.5 wants. All outlive the writer.
    FetchWriter(Session& session, const grammar::Fetch& command, const policy::UidSet& newly_seen);

    // What the command needs to see of a message; absent: nothing but its state.
    static std::optional<records::Fields> needs(const grammar::Fetch& command);
    static bool marks_seen(const grammar::Fetch& command);
    static bool has_binary(const grammar::Fetch& command);
    // Whether a BINARY part that the command asks for has an encoding that nobody here undoes: then the
    // message gets no answer, and the command NO [UNKNOWN-CTE].  RFC 9051 6.4.5
    static bool is_undecodable(const grammar::Fetch& command, SectionCutter& cutter);

    // Writes the answer for a message of which nothing but the state is asked.
    void write(const records::ItemState& state);

    enum class Written { whole, needs_content, undecodable };
    // Writes the answer for `item`, of which `fields` were read, and waits while much is unsent. Where the
    // summary turns out not to be enough, or the message is undecodable, nothing is written.
    net::Task<Written> write(const records::Item& item, records::Fields fields);

  private:
    void begin(const records::ItemState& state);
    void end();
    void write_state_item(grammar::FetchItem item, const records::ItemState& state);
    void write_summary_item(grammar::FetchItem item, const records::SummaryView& summary);
    void write_binary_size(const grammar::FetchBinarySize& wanted, SectionCutter& cutter);
    net::Task<void> write_octets(const SectionOctets& octets, bool may_leave);
    void separate() {
        if (!std::exchange(is_first_, false)) line_ += ' ';
    }

    Session& session_;
    const grammar::Fetch& command_;
    const policy::UidSet& newly_seen_;
    const ViewPointer told_;
    std::string line_;  // what is not yet written to the stream
    bool is_first_ = true;  // of the items in an answer
    bool asks_uid_ = false;
    bool asks_flags_ = false;
};

}  // namespace postvern::services::imap
