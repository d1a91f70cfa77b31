// Record keys as a reader finds them: by the site's copy or a private key, and none whose term is over. Used by one
// thread during one query.
#pragma once

#include <map>
#include <optional>

#include "records/ledger/key_names.hpp"
#include "records/ledger/record_keys.hpp"

namespace postvern::records::ledger {

// The key of an entry, and if it is not at hand, what its name tells.
struct FoundKey {
    std::optional<Secret> key;
    std::optional<KeyName> name;  // of a key that is there, but sealed to others than the reader
    bool is_sealed() const { return !key && name; }
};

class FoundKeys {
  public:
    // `keys` is borrowed. `now` in Unix seconds: a key whose term is over by then counts as destroyed, as `purge` is about
    // to destroy it, or a backup brought it back.
    FoundKeys(RecordKeys& keys, const RecordOpener& opener, std::int64_t now)
        : keys_(keys), opener_(opener), now_(now) {}

    // Each is looked up once.
    const FoundKey& find(std::int64_t id);

  private:
    FoundKey look_up(std::int64_t id);

    RecordKeys& keys_;
    const RecordOpener opener_;
    const std::int64_t now_;
    std::map<std::int64_t, FoundKey> found_;
};

}  // namespace postvern::records::ledger
