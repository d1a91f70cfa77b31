#include "services/control/case/disclosure_commands.hpp"

#include "services/control/calendar_day.hpp"
#include "services/control/octets.hpp"

namespace postvern::services::control {

namespace {

Reply on_record(Desk& desk) {
    Reply reply;
    const compliance::KeyOnRecord key = desk.casework().disclosure_key();
    reply.data.set("site", key.site);
    reply.text = "Site, for officers' devices: " + key.site + '\n';
    if (key.number == 0) {
        reply.text += "No disclosure key is on record: what is stored now could not be disclosed on an order later.\n";
        return reply;
    }
    reply.text += "Disclosure key " + std::to_string(key.number) + ", epoch " + std::to_string(key.epoch) + ", since " +
                  to_text(key.since) + ", transcript " + key.transcript + ".\n" + std::to_string(key.sealing.lacking) + " of " +
                  std::to_string(key.sealing.keys) + " period keys, of " + std::to_string(key.sealing.accounts) +
                  " accounts, are not sealed to it yet: they will be at their owners' next sign-in.\n";
    reply.data.set("number", key.number);
    reply.data.set("epoch", key.epoch);
    reply.data.set("transcript", key.transcript);
    reply.data.set("keys", key.sealing.keys);
    reply.data.set("lacking", key.sealing.lacking);
    return reply;
}

}  // namespace

Reply put_disclosure_key(Desk& desk, const Arguments& arguments) {
    const auto file = one_in(arguments, "key");
    if (!file) throw Refused(Status::usage, "--key FILE is missing: `postvern-officer finish` wrote it");
    desk.casework().put_disclosure_key(desk.worker(), file->octets);
    return on_record(desk);
}

Reply show_disclosure_key(Desk& desk, const Arguments&) { return on_record(desk); }

}  // namespace postvern::services::control
