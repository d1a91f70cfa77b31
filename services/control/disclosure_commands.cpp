#include "services/control/disclosure_commands.hpp"

#include "compliance/disclosure_key_file.hpp"
#include "records/sha256.hpp"
#include "services/control/calendar_day.hpp"
#include "services/control/octets.hpp"

namespace postvern::services::control {

namespace {

Reply on_record(Desk& desk) {
    Reply reply;
    const std::string site = records::hexadecimal(desk.site().id());
    reply.data.set("site", site);
    reply.text = "Site, for officers' devices: " + site + '\n';
    const auto key = desk.disclosure().key();
    if (!key) {
        reply.text += "No disclosure key is on record: what is stored now could not be disclosed on an order later.\n";
        return reply;
    }
    const auto sealing = desk.disclosure().sealing();
    const std::string transcript = records::hexadecimal(key->key.transcript);
    reply.text += "Disclosure key " + std::to_string(key->number) + ", epoch " + std::to_string(key->key.epoch) + ", since " +
                  to_text(key->since) + ", transcript " + transcript + ".\n" + std::to_string(sealing.lacking) + " of " +
                  std::to_string(sealing.keys) + " period keys, of " + std::to_string(sealing.accounts) +
                  " accounts, are not sealed to it yet: they will be at their owners' next sign-in.\n";
    reply.data.set("number", key->number);
    reply.data.set("epoch", key->key.epoch);
    reply.data.set("transcript", transcript);
    reply.data.set("keys", sealing.keys);
    reply.data.set("lacking", sealing.lacking);
    return reply;
}

}  // namespace

Reply put_disclosure_key(Desk& desk, const Arguments& arguments) {
    const auto file = one_in(arguments, "key");
    if (!file) throw Refused(Status::usage, "--key FILE is missing: `postvern-officer finish` wrote it");
    const auto key = compliance::read_disclosure_key(file->octets, desk.site().id());
    desk.disclosure().put_key(
        desk.ask(policy::Action::administer_staff, policy::Resource::site(), policy::Purpose::administration), key);
    return on_record(desk);
}

Reply show_disclosure_key(Desk& desk, const Arguments&) { return on_record(desk); }

}  // namespace postvern::services::control
