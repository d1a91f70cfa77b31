// Why a document is not acted upon. What is thrown in this folder is one of these, or std::runtime_error where the
// machine itself failed.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace postvern::compliance::disclosure {

// The octets are no document of the kind that was expected. `line` counts from 1.
struct SyntaxError : std::runtime_error {
    SyntaxError(std::size_t line_, const std::string& expected)
        : runtime_error("line " + std::to_string(line_) + ": " + expected), line(line_) {}
    std::size_t line;
};

enum class Reason {
    other_site,
    other_key,           // made for another disclosure key, or for shares that were refreshed since
    other_case,          // documents of different cases
    other_request,       // a statement about something else than this request
    unknown_signer,      // the key is not pinned for what it signs here
    bad_signature,       // or octets that were changed after signing
    same_person,         // two signatures that must be of two persons are of one
    missing_signature,   // fewer than needed
    defective_order,
    not_in_force,        // the order, an appointment: not yet, or no longer
    expired,             // the request
    outlives_its_order,  // the request ends after its order, or too far from now
    foreign_account,     // a key of an account that the order does not name
    class_not_ordered,
    day_outside_window,
    bad_ciphertext,      // its proof does not hold for its label
    wrong_partial,       // its proof does not hold, or a partial is missing
    wrong_key,           // what came out is not the key that the label commits to
    withdrawn,
};

struct Refused : std::runtime_error {
    Refused(Reason reason_, const std::string& what) : runtime_error(what), reason(reason_) {}
    Reason reason;
};

}  // namespace postvern::compliance::disclosure
