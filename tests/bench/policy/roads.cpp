#include "roads.hpp"

#include <array>
#include <fstream>
#include <string_view>

#include "policy/engine/authorization.hpp"

namespace postvern::bench::policy {

namespace {

using compiled::Authorizer;
using compiled::CompiledRequest;
using compiled::CompiledVerdict;
using compiled::RequestBuilder;
using postvern::policy::engine::Strictness;

// Names that sessions bring and policies need not know.
constexpr std::array<std::string_view, 12> kNames = {
    "User", "Action",  "Message",    "Mailbox", "purpose",    "mfa",
    "now",  "consent", "courtOrder", "scope",   "validUntil", "signed"};

double seconds_since(double started) { return (now() - started) / 1e9; }

}  // namespace

Loaded load(const Workload& workload, const std::string& policies) {
    Loaded loaded;
    double started = now();
    loaded.policies = parse(policies);
    loaded.parse_seconds = seconds_since(started);
    started = now();
    std::vector<const language::PolicySyntax*> syntax;
    for (const auto& entry : loaded.policies.policies()) syntax.push_back(&entry.syntax);
    auto image = compiled::Image::compile(syntax, &workload.schema());
    loaded.compile_seconds = seconds_since(started);
    started = now();
    loaded.table = compiled::EntityTable::make(std::move(image), workload.entities(), kNames);
    loaded.table_seconds = seconds_since(started);
    return loaded;
}

SessionRequests::SessionRequests(const compiled::EntityTable& table) {
    const std::array symbols = {&user_,        &action_,        &message_,     &mailbox_,
                                &purpose_,     &second_factor_, &now_,         &consent_,
                                &court_order_, &scope_,         &valid_until_, &signed_};
    for (std::size_t index = 0; index < symbols.size(); ++index) {
        *symbols[index] = table.vocabulary().find_symbol(kNames[index]);
    }
}

CompiledRequest SessionRequests::make(const SessionRequest& request,
                                      RequestBuilder& builder) const {
    std::array<compiled::Cell, 4> consent;
    const std::size_t given = std::min(request.consent.size(), consent.size());
    for (std::size_t index = 0; index < given; ++index) {
        consent[index] = builder.text(request.consent[index]);
    }
    std::array<compiled::NamedCell, 5> fields{{
        {purpose_, builder.text(request.purpose)},
        {second_factor_, compiled::boolean_cell(request.second_factor)},
        {now_, compiled::number_cell(request.now)},
        {consent_, builder.set(std::span(consent).first(given))},
        {court_order_, {}},
    }};
    if (request.court_order) {
        std::array<compiled::NamedCell, 3> order{{
            {scope_, builder.text(request.court_order->scope)},
            {valid_until_, compiled::number_cell(request.court_order->valid_until)},
            {signed_, compiled::boolean_cell(request.court_order->is_signed)},
        }};
        fields[4].value = compiled::pointer_cell(builder.record(order), compiled::Tag::record);
    }
    const compiled::Cell* const context = builder.record(fields);
    return builder.finish(
        builder.entity(user_, request.user), builder.entity(action_, request.action),
        builder.entity(request.about_message ? message_ : mailbox_, request.resource), context);
}

Measurement measure_prepared(const Loaded& loaded, const std::vector<SessionRequest>& requests) {
    RequestBuilder builder(loaded.table);
    const SessionRequests sessions(*loaded.table);
    std::vector<CompiledRequest> prepared;
    for (const SessionRequest& request : requests) {
        prepared.push_back(sessions.make(request, builder));
    }
    Authorizer authorizer(loaded.table);
    CompiledVerdict verdict;
    verdict.reserve(loaded.policies.policies().size());
    return measure(prepared.size(), [&](std::size_t index) {
        authorizer.decide(prepared[index], Strictness::cedar, verdict);
    });
}

Measurement measure_from_strings(const Loaded& loaded,
                                 const std::vector<SessionRequest>& requests) {
    RequestBuilder builder(loaded.table);
    const SessionRequests sessions(*loaded.table);
    Authorizer authorizer(loaded.table);
    CompiledVerdict verdict;
    verdict.reserve(loaded.policies.policies().size());
    return measure(requests.size(), [&](std::size_t index) {
        builder.begin();
        authorizer.decide(sessions.make(requests[index], builder), Strictness::cedar, verdict);
    });
}

Measurement measure_batches(const Loaded& loaded, const Workload& workload,
                            const std::vector<SessionRequest>& requests) {
    RequestBuilder builder(loaded.table);
    const SessionRequests sessions(*loaded.table);
    std::vector<compiled::EntityId> resources;
    for (const auto& entity : workload.entities()) {
        if (entity.uid.type == "Message" || entity.uid.type == "Mailbox") {
            resources.push_back(builder.entity(entity.uid));
        }
    }
    Authorizer authorizer(loaded.table);
    CompiledVerdict verdict;
    verdict.reserve(loaded.policies.policies().size());
    constexpr std::size_t kResources = kBatch;
    return measure(requests.size(), [&](std::size_t index) {
        if (index % kResources == 0) {
            builder.begin();
            authorizer.begin_batch(sessions.make(requests[index], builder));
        }
        authorizer.decide_next(resources[index % resources.size()], Strictness::cedar, verdict);
    });
}

Measurement measure_interpreter(const Loaded& loaded, const Workload& workload,
                                const std::vector<SessionRequest>& requests) {
    constexpr std::size_t kFew = 512;
    postvern::policy::engine::Entities entities;
    for (const auto& entity : workload.entities()) entities.add(entity);
    std::vector<language::Request> prepared;
    for (std::size_t index = 0; index < std::min(kFew, requests.size()); ++index) {
        prepared.push_back(to_request(requests[index]));
    }
    return measure(prepared.size(), [&](std::size_t index) {
        postvern::policy::engine::authorize(loaded.policies, entities, prepared[index],
                                            Strictness::cedar);
    });
}

}  // namespace postvern::bench::policy
