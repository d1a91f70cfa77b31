// What postvern-officer can do. Each command reads its arguments, opens the device, judges, changes the device, and
// only then gives a document away. Throws Usage, Failure, disclosure::Refused, disclosure::SyntaxError,
// threshold::Refused and threshold::Malformed; main() tells them.
#pragma once

#include <string>

#include "compliance/officer/arguments.hpp"
#include "compliance/officer/device.hpp"
#include "compliance/officer/report.hpp"

namespace postvern::compliance::officer {

struct Told {
    Report report{};
    std::string document{};  // for --out; empty: none
    std::string refusal{};   // not empty: exit code 1 with this
};

// The device and what keeps others from it meanwhile.
struct Session {
    explicit Session(const Arguments& arguments)
        : lock(arguments.device()), device(arguments.device(), arguments.passphrase()) {}
    DeviceLock lock;
    OpenDevice device;
};

Told enrol(const Arguments& arguments);
Told card(const Arguments& arguments);
Told key(const Arguments& arguments);
Told pin(const Arguments& arguments);
Told status(const Arguments& arguments);
Told forget(const Arguments& arguments);

Told keygen(const Arguments& arguments);
Told refresh(const Arguments& arguments);
Told replace(const Arguments& arguments);
Told continue_ceremony(const Arguments& arguments);
Told finish(const Arguments& arguments);
Told abandon(const Arguments& arguments);

Told show(const Arguments& arguments);
Told sign_order(const Arguments& arguments);
Told appoint(const Arguments& arguments);
Told approve(const Arguments& arguments);
Told attest(const Arguments& arguments);
Told withdraw(const Arguments& arguments);
Told heed(const Arguments& arguments);
Told sign_report(const Arguments& arguments);
Told partials(const Arguments& arguments);

}  // namespace postvern::compliance::officer
