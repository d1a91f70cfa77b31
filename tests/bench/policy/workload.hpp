// What is measured: a folder with policies_N.cedar, schema.cedarschema and entities.json, and
// requests drawn over its users, mailboxes and messages from a seed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/policy_set.hpp"
#include "policy/language/request.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::bench::policy {

namespace language = postvern::policy::language;

// A request as a mail session holds it: ids, names, values; no engine's types.
struct CourtOrder {
    std::string scope;
    std::int64_t valid_until;
    bool is_signed;
};
struct SessionRequest {
    std::string user;
    std::string action;
    bool about_message;  // otherwise about a mailbox
    std::string resource;
    std::string purpose;
    bool second_factor;
    std::int64_t now;
    std::vector<std::string> consent;
    std::optional<CourtOrder> court_order;
};

class Workload {
  public:
    // Throws std::runtime_error if a file is missing or says something else than expected.
    explicit Workload(std::string folder);

    const language::schema::Schema& schema() const { return schema_; }
    const std::vector<language::Entity>& entities() const { return entities_; }
    // The text of policies_<count>.cedar; beyond what the folder has, policies in the same manner.
    std::string policies(std::size_t count) const;
    // As many policies, all of one slice, of which no scope tells one from another.
    static std::string one_slice(std::size_t count);

    // `count` requests, no two the same.
    std::vector<SessionRequest> draw(std::size_t count, std::uint64_t seed) const;

  private:
    std::string folder_;
    language::schema::Schema schema_;
    std::vector<language::Entity> entities_;
    std::vector<std::string> users_;
    std::vector<std::string> mailboxes_;
    std::vector<std::string> messages_;
};

language::PolicySet parse(const std::string& policies);
language::Request to_request(const SessionRequest& request);

}  // namespace postvern::bench::policy
