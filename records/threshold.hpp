// The disclosure key: a ristretto255 key of three holders, any two of whom open what is sealed to
// it, and which never exists in one place. One public door to records/threshold/, for the library
// postvern_threshold alone (libsodium, nothing else of the project), so that a holder's device runs
// the same code as the server. Protocol, encodings and security argument:
// docs/formats/disclosure-key.md.
//
// All functions are thread-safe; values are not, like any value. Untrusted octets that are not what
// they should be throw Malformed; what is well formed and may not be, Refused.
#pragma once

#include "records/threshold/ceremony.hpp"
#include "records/threshold/ciphertext.hpp"
#include "records/threshold/key.hpp"
#include "records/threshold/label.hpp"
#include "records/threshold/partial.hpp"
