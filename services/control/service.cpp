#include "services/control/service.hpp"

#include "services/control/desk.hpp"
#include "services/control/wire.hpp"

namespace postvern::services::control {

namespace {

Reply malformed() { return {Status::usage, "the request is not one line of JSON as it should be"}; }

}  // namespace

Service::Service(const Parts& parts, net::Pool& blocking) : parts_(parts), blocking_(blocking) {}

net::Task<void> Service::serve(net::Stream& stream) {
    const auto user = stream.peer_uid();
    if (!user) co_return;
    const net::Line line = co_await stream.read_line(kRequestLimit);
    if (line.kind == net::Line::Kind::end) co_return;
    std::optional<Request> request;
    if (line.kind == net::Line::Kind::text) request = parse_request(line.text);

    Reply reply = malformed();
    if (request) {
        auto work = [this, user = static_cast<std::uint32_t>(*user), held = std::move(*request)] {
            return answer(parts_, user, held);
        };
        auto running = blocking_.run(std::move(work));
        try {
            reply = co_await running;
        } catch (const net::Saturated&) {
            reply = Reply(Status::refused, "the server is too busy; try again in a moment");
        }
    }
    stream.set_idle_timeout(std::chrono::minutes(1));
    std::string text = to_line(reply) + '\n';
    stream.write(text);
    wipe(text);
    co_await stream.flush();
}

}  // namespace postvern::services::control
