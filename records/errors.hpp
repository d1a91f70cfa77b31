// How calls of the store fail. Each ends the operation; none leaves anything half-written.
#pragma once

#include <stdexcept>
#include <string>

namespace postvern::records {

// There is no such account, collection or item, or it is not for this grant to know.
struct NotFound : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// A name or address is taken already.
struct AlreadyExists : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// A value that the store does not take, e.g. an address that is no address; says what and why.
struct Unacceptable : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};
// One of a kind of which an account holds a limited number, and has them all; says which.
struct LimitReached : Unacceptable {
    using Unacceptable::Unacceptable;
};
// The account's quota does not hold the octets.
struct OverQuota : std::runtime_error {
    OverQuota() : std::runtime_error("the account's quota is exceeded") {}
};
// The disk is full or failing, or the store is shutting down: nothing was written, a later try may
// succeed.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// What lies on disk is damaged or contradicts the record; names the file and what to do.
struct StorageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace postvern::records
