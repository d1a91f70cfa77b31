#include "services/imap/read_ahead.hpp"

#include <algorithm>
#include <utility>

namespace postvern::services::imap {

namespace {

using Batch = ReadAhead::Batch;

net::Task<void> read_batch(net::Pool& pool, std::shared_ptr<records::ItemStream> stream,
                           std::shared_ptr<net::MeetingPoint<Batch>> meeting) {
    try {
        auto work = [stream] { return stream->next(); };
        auto reading = pool.run(std::move(work));
        meeting->arrive(net::Outcome<Batch>(std::in_place_index<0>, co_await reading));
    } catch (...) {
        meeting->arrive(net::Outcome<Batch>(std::in_place_index<1>, std::current_exception()));
    }
}

}  // namespace

ReadAhead::ReadAhead(net::Loop& loop, net::Pool& pool, records::ItemStream stream,
                     std::uint64_t expected)
    : loop_(loop),
      pool_(pool),
      stream_(std::make_shared<records::ItemStream>(std::move(stream))),
      expected_(expected) {
    if (expected_ > 0) begin();
}

void ReadAhead::begin() {
    meeting_ = std::make_shared<net::MeetingPoint<Batch>>();
    net::spawn(loop_, read_batch(pool_, stream_, meeting_), [](std::exception_ptr) {});
}

net::Task<Batch> ReadAhead::next() {
    const auto meeting = std::exchange(meeting_, nullptr);
    if (!meeting) co_return Batch{};
    auto start = [meeting](net::Completion<Batch> done) { meeting->wait(std::move(done)); };
    auto arriving = net::completed<Batch>(loop_, std::move(start));
    auto batch = co_await arriving;
    expected_ -= std::min<std::uint64_t>(expected_, batch.size());
    if (!batch.empty() && expected_ > 0) begin();
    co_return batch;
}

}  // namespace postvern::services::imap
