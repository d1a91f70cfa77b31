#include "workload.hpp"

#include <array>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <utility>

#include "policy/language/json/document.hpp"
#include "policy/tools/reading.hpp"

namespace postvern::bench::policy {

namespace {

using language::EntityUid;
using language::Record;

constexpr std::array<const char*, 8> kActions = {"read",     "write",  "delete", "export",
                                                 "disclose", "search", "send",   "share"};
constexpr std::array<const char*, 12> kPurposes = {"service", "service",   "service",  "dsar",
                                                   "audit",   "profiling", "tracking", "p0",
                                                   "p1",      "p3",        "p12",      "p600"};
// The largest set that the folder has; larger ones go on where it ends.
constexpr std::size_t kLargestFile = 1'000;

std::string read_file(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream) throw std::runtime_error(name + ": cannot be read");
    return text;
}

language::schema::Schema read_schema(const std::string& name) {
    return postvern::policy::tools::read_schema({name, read_file(name)});
}

std::vector<language::Entity> read_entities(const std::string& name,
                                            const language::schema::Schema& schema) {
    const language::json::Document document({name, read_file(name)});
    return postvern::policy::tools::read_entities(document, document.root(), &schema);
}

// The policy that stands at this place of a large set.
std::string numbered_policy(std::size_t number) {
    const std::string text = std::to_string(number);
    const std::string action = kActions[number % kActions.size()];
    if (number % 4 == 0) {
        return "forbid(principal in Role::\"r" + text + "\", action == Action::\"" + action +
               "\", resource is Message) when { context.purpose == \"p" + text + "\" };\n";
    }
    return "permit(principal in Role::\"r" + text + "\", action == Action::\"" + action +
           "\", resource in Org::\"org" + std::to_string(number % 7) +
           "\") when { context.purpose == \"p" + std::to_string(number % 5) +
           "\" && context.mfa };\n";
}

}  // namespace

Workload::Workload(std::string folder)
    : folder_(std::move(folder)),
      schema_(read_schema(folder_ + "/schema.cedarschema")),
      entities_(read_entities(folder_ + "/entities.json", schema_)) {
    for (const language::Entity& entity : entities_) {
        if (entity.uid.type == "User") users_.push_back(entity.uid.id);
        if (entity.uid.type == "Mailbox") mailboxes_.push_back(entity.uid.id);
        if (entity.uid.type == "Message") messages_.push_back(entity.uid.id);
    }
    if (users_.empty() || mailboxes_.empty() || messages_.empty()) {
        throw std::runtime_error(folder_ + ": expected entities User, Mailbox and Message");
    }
}

std::string Workload::policies(std::size_t count) const {
    const std::size_t known = count < kLargestFile ? count : kLargestFile;
    std::string text = read_file(folder_ + "/policies_" + std::to_string(known) + ".cedar") + "\n";
    for (std::size_t number = known; number < count; ++number) text += numbered_policy(number);
    return text;
}

std::string Workload::one_slice(std::size_t count) {
    std::string text;
    for (std::size_t number = 0; number < count; ++number) {
        text += number % 4 == 0 ? "forbid" : "permit";
        text += "(principal, action, resource) when { context.now >= " + std::to_string(number) +
                " && principal.clearance > " + std::to_string(number % 7) +
                " && context.purpose == \"p" + std::to_string(number) + "\" };\n";
    }
    return text;
}

std::vector<SessionRequest> Workload::draw(std::size_t count, std::uint64_t seed) const {
    std::mt19937_64 random(seed);
    const auto below = [&](std::size_t bound) {
        return static_cast<std::size_t>(random() % bound);
    };
    std::vector<SessionRequest> drawn;
    drawn.reserve(count);
    for (std::size_t number = 0; number < count; ++number) {
        const bool about_message = below(2) == 0;
        const auto& resources = about_message ? messages_ : mailboxes_;
        SessionRequest request{users_[below(users_.size())],
                               kActions[below(kActions.size())],
                               about_message,
                               resources[below(resources.size())],
                               kPurposes[below(kPurposes.size())],
                               below(4) != 0,
                               // Distinct in each, so that no two requests are the same.
                               static_cast<std::int64_t>(number),
                               {"mail"},
                               std::nullopt};
        if (below(4) == 0) request.consent.push_back("newsletter");
        if (below(4) == 0) {
            request.court_order =
                CourtOrder{"x", static_cast<std::int64_t>(below(2 * count)), below(2) == 0};
        }
        drawn.push_back(std::move(request));
    }
    return drawn;
}

language::PolicySet parse(const std::string& policies) {
    // A text is limited in size, a set is not: read in pieces that end with a policy.
    language::PolicySet set;
    constexpr std::size_t kPiece = std::size_t{1} << 19;
    for (std::size_t begin = 0; begin < policies.size();) {
        std::size_t end = policies.size();
        if (end - begin > kPiece) end = policies.rfind(";\n", begin + kPiece) + 2;
        set.read({"policies.cedar", policies.substr(begin, end - begin)});
        begin = end;
    }
    return set;
}

language::Request to_request(const SessionRequest& request) {
    std::vector<language::Value> consent(request.consent.begin(), request.consent.end());
    Record context{{"purpose", request.purpose},
                   {"mfa", request.second_factor},
                   {"now", request.now},
                   {"consent", language::Set(std::move(consent))}};
    if (request.court_order) {
        context.set("courtOrder", Record{{"scope", request.court_order->scope},
                                         {"validUntil", request.court_order->valid_until},
                                         {"signed", request.court_order->is_signed}});
    }
    return {EntityUid{"User", request.user}, EntityUid{"Action", request.action},
            EntityUid{request.about_message ? "Message" : "Mailbox", request.resource},
            std::move(context)};
}

}  // namespace postvern::bench::policy
