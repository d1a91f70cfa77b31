// The people of the house: in which roles they are, and until when what they signed is in force. Every call
// consumes a Grant of [administer_staff] on the site, is *blocking* and thread-safe. Failures:
// records/errors.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "policy/facts.hpp"
#include "policy/gate.hpp"
#include "records/errors.hpp"
#include "records/officer_key.hpp"
#include "records/reading_key.hpp"

namespace postvern::records {

class Store;
class Vault;

// By Unix user id.
struct StaffMember {
    std::uint32_t user = 0;
    policy::StaffFacts facts;
    std::optional<OfficerKey> key{};  // with which they sign
    std::optional<ReadingPublicKey> reading_key{};  // a data protection officer's: keys of records are sealed to it
};

class Personnel {
  public:
    // Throws std::logic_error where the store serves another gate already.
    Personnel(Store& store, Vault& vault, policy::Gate& gate);

    std::vector<StaffMember> list(policy::Grant&& grant) const;  // by user id

    // Enters `member`, or replaces what was known of them; a key or an account of theirs that was on record stays
    // where `member` has none, and goes with the account kNoAccount; a reading key goes with the role of data
    // protection officer, and is Unacceptable without. AlreadyExists for the key of somebody else. Unacceptable
    // without a role, and where nobody would be managing director with all that binds them in force: then nobody
    // but a founder could change who is.
    void put(policy::Grant&& grant, const StaffMember& member);
    // The key of somebody who is on record: NotFound, AlreadyExists.
    void put_key(policy::Grant&& grant, std::uint32_t user, const OfficerKey& key);
    // The reading key of a data protection officer who is on record: NotFound, Unacceptable for another role,
    // AlreadyExists.
    void put_reading_key(policy::Grant&& grant, std::uint32_t user, const ReadingPublicKey& key);
    // NotFound; Unacceptable for the last managing director.
    void remove(policy::Grant&& grant, std::uint32_t user);

  private:
    void require(policy::Grant&& grant) const;
    void expect_new(std::uint32_t user, const ReadingPublicKey& key) const;

    Store& store_;
    Vault& vault_;
    policy::Gate& gate_;
};

}  // namespace postvern::records
