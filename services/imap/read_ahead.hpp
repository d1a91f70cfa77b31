// ReadAhead: the batches of an ItemStream, of which the next is read and opened on the pool while the
// session still writes the one before. Belongs to the thread of its loop.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "records/archive.hpp"
#include "services/net/meeting_point.hpp"
#include "services/net/pool.hpp"
#include "services/net/task.hpp"

namespace postvern::services::imap {

class ReadAhead {
  public:
    using Batch = std::vector<records::Item>;

    // Reading begins at once. `expected` items are in the stream, if none of them vanished.
    ReadAhead(net::Loop& loop, net::Pool& pool, records::ItemStream stream, std::uint64_t expected);

    // The next items; empty at the end. Throws what reading them threw, and net::Saturated.
    net::Task<Batch> next();

  private:
    void begin();

    net::Loop& loop_;
    net::Pool& pool_;
    std::shared_ptr<records::ItemStream> stream_;  // shared with the pool, which may outlive the session
    std::shared_ptr<net::MeetingPoint<Batch>> meeting_;  // null: nothing is left
    std::uint64_t expected_;
};

}  // namespace postvern::services::imap
