// Who opens the keys of records beside the site itself: the person whom a record is about, and data
// protection officers. Plain values.
#pragma once

#include <cstdint>

#include "policy/credentials.hpp"
#include "records/identifiers.hpp"

namespace postvern::records {

class ReadingKey;

// To whom a record key is sealed when it is made. Nobody: it stays with the site.
struct RecordAudience {
    bool officers = false;  // every officer with a reading key on record
    // kNoAccount: what is recorded is the house's, or nobody may know of it.
    AccountId person = policy::kNoAccount;
};

enum class RecordKeyState : std::uint8_t {
    absent,  // never made, or destroyed
    open,    // the site has a copy of its own
    sealed,  // the site's copy is destroyed: only those to whom it was sealed open it
};

// What sealing anew came to.
struct RecordSealing {
    // There is a seal that was not there before.
    bool added = false;
    // An officer lacks one and the site has no copy left, or there is no officer.
    bool lacking = false;
};

// Whose private key opens what the site cannot.
struct RecordOpener {
    AccountId account = policy::kNoAccount;  // with `keys`: of its owner, signed in
    policy::KeySession keys = policy::kNoKeys;
    const ReadingKey* officer = nullptr;  // borrowed
};

}  // namespace postvern::records
