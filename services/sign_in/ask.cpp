#include "services/sign_in/ask.hpp"

#include <utility>

namespace postvern::services::sign_in {

net::Task<policy::Grant> ask(policy::Gate& gate, policy::Request request) {
    using Answer = policy::Gate::Answer;
    auto start = [&](net::Completion<Answer> done) {
        gate.ask(request, [done = std::move(done)](Answer answer) {
            done(net::Outcome<Answer>(std::in_place_index<0>, std::move(answer)));
        });
    };
    auto answered = net::completed<Answer>(*net::Loop::current(), std::move(start));
    auto answer = co_await answered;
    if (auto* decision = std::get_if<policy::Decision>(&answer)) {
        throw policy::Denied(std::move(*decision));
    }
    co_return std::get<policy::Grant>(std::move(answer));
}

}  // namespace postvern::services::sign_in
