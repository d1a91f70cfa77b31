#include <fstream>
#include <stdexcept>

#include "roads.hpp"

namespace postvern::bench::policy {

namespace {

std::string uid_in_json(const std::string& type, const std::string& id) {
    return "{\"type\":\"" + type + "\",\"id\":\"" + id + "\"}";
}

// Nothing in a workload's names needs to be escaped.
std::string request_in_json(const SessionRequest& request) {
    std::string consent;
    for (const std::string& one : request.consent) {
        consent += (consent.empty() ? "\"" : ",\"") + one + "\"";
    }
    std::string context = "{\"purpose\":\"" + request.purpose +
                          "\",\"mfa\":" + (request.second_factor ? "true" : "false") +
                          ",\"now\":" + std::to_string(request.now) + ",\"consent\":[" + consent +
                          "]";
    if (const auto& order = request.court_order) {
        context += ",\"courtOrder\":{\"scope\":\"" + order->scope +
                   "\",\"validUntil\":" + std::to_string(order->valid_until) +
                   ",\"signed\":" + (order->is_signed ? "true" : "false") + "}";
    }
    return "{\"principal\":" + uid_in_json("User", request.user) +
           ",\"action\":" + uid_in_json("Action", request.action) + ",\"resource\":" +
           uid_in_json(request.about_message ? "Message" : "Mailbox", request.resource) +
           ",\"context\":" + context + "}}";
}

}  // namespace

void dump(const Loaded& loaded, const std::vector<SessionRequest>& requests,
          const std::string& file) {
    std::ofstream stream(file, std::ios::binary);
    compiled::RequestBuilder builder(loaded.table);
    const SessionRequests sessions(*loaded.table);
    compiled::Authorizer authorizer(loaded.table);
    compiled::CompiledVerdict verdict;
    const auto id_of = [&](std::uint32_t policy) {
        return "\"" + loaded.policies.policies()[policy].id + "\"";
    };
    for (const SessionRequest& request : requests) {
        builder.begin();
        authorizer.decide(sessions.make(request, builder),
                          postvern::policy::engine::Strictness::cedar, verdict);
        std::string reasons;
        for (const std::uint32_t policy : verdict.determining) {
            reasons += (reasons.empty() ? "" : ",") + id_of(policy);
        }
        std::string errors;
        for (const auto& fault : verdict.errors) {
            errors += (errors.empty() ? "" : ",") + id_of(fault.policy);
        }
        stream << "{\"request\":" << request_in_json(request) << ",\"decision\":\""
               << (verdict.permitted ? "allow" : "deny") << "\",\"reason\":[" << reasons
               << "],\"errors\":[" << errors << "]}\n";
    }
    if (!stream) throw std::runtime_error(file + ": cannot be written");
}

}  // namespace postvern::bench::policy
