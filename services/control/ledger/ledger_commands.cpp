#include "services/control/ledger/ledger_commands.hpp"

#include <limits>

#include "records/examination.hpp"
#include "services/control/calendar_day.hpp"
#include "services/control/desk.hpp"
#include "services/control/ledger/reading_key.hpp"
#include "services/control/ledger/record_listing.hpp"

namespace postvern::services::control {

// With --review-case the steps of that case alone, which nobody is shown by leave to read the record.
policy::Grant leave_to_read(Desk& desk, const Arguments& arguments) {
    if (const auto number = arguments.number("review-case", std::numeric_limits<std::int64_t>::max())) {
        return desk.ask(policy::Action::review,
                        policy::Resource::numbered(policy::ResourceType::legal_case, *number),
                        policy::Purpose::accountability);
    }
    return desk.ask(policy::Action::read_record, policy::Resource::ledger(),
                    policy::Purpose::accountability);
}

policy::Grant leave_to_verify(Desk& desk) {
    return desk.ask(policy::Action::verify_record, policy::Resource::ledger(),
                    policy::Purpose::accountability);
}

Reply show_ledger(Desk& desk, const Arguments& arguments) {
    auto filter = filter_of(arguments);
    const PartsWanted wanted = parts_wanted(arguments);
    if (arguments.has("tallies") && !arguments.has("account")) {
        throw Refused(Status::usage, "--tallies: whose? Name an account by --account ADDRESS");
    }
    if (const auto address = arguments.find("account")) filter.subject = desk.account_of(*address);
    const auto& ledger = desk.site().ledger();
    RecordListing listing;
    const auto key = reading_key_in(arguments);
    if (wanted.entries) {
        auto [acts, sealed] = ledger.read(leave_to_read(desk, arguments), filter, key ? &*key : nullptr);
        listing.acts = std::move(acts);
        listing.sealed = sealed;
    }
    if (wanted.tallies && filter.subject && !arguments.has("review-case")) {
        listing.tallies = ledger.tallies(leave_to_read(desk, arguments), *filter.subject);
        std::erase_if(*listing.tallies, [&](const auto& tally) { return !is_within(filter, tally.day); });
    }
    return to_reply(listing, filter, Audience::officer, arguments);
}

std::uint64_t entry_number(const Arguments& arguments, std::string_view name) {
    const auto number = arguments.number(name, std::numeric_limits<std::int64_t>::max());
    if (!number) throw Refused(Status::usage, std::string(name) + " is missing");
    return *number;
}

Reply exported(Desk& desk, std::uint64_t number, const records::ExportedEntry& entry) {
    Reply reply(Status::done, entry.text());
    reply.data.set("entry", number);
    reply.data.set("leaf", entry.proof.index);
    reply.data.set("exported", reply.text);
    reply.data.set("verifier_key", desk.site().ledger().verifier_key());
    return reply;
}

Reply to_reply(const records::LedgerExamination& found) {
    Reply reply(found.fault ? Status::refused : Status::done,
                (found.fault ? "The access record is NOT sound: " + *found.fault + '\n'
                             : std::string("The access record is sound.\n")) +
                    std::to_string(found.leaves) + " leaves under " +
                    std::to_string(found.checkpoints) + " checkpoints; " +
                    std::to_string(found.entries) + " entries, " + std::to_string(found.opened) +
                    " opened and as committed, " + std::to_string(found.destroyed) +
                    " whose keys are destroyed, " + std::to_string(found.sealed) +
                    " sealed to others than the site; " + std::to_string(found.dummies) + " dummies; " +
                    std::to_string(found.tiles) + " tile files; " +
                    std::to_string(found.cosignatures) + " cosignatures, " +
                    std::to_string(found.timestamps) + " timestamps.\n");
    reply.is_report = true;
    reply.data.set("sound", !found.fault);
    if (found.fault) reply.data.set("fault", *found.fault);
    reply.data.set("leaves", found.leaves);
    reply.data.set("checkpoints", found.checkpoints);
    reply.data.set("entries", found.entries);
    reply.data.set("opened", found.opened);
    reply.data.set("destroyed", found.destroyed);
    reply.data.set("sealed", found.sealed);
    reply.data.set("dummies", found.dummies);
    reply.data.set("tiles", found.tiles);
    reply.data.set("cosignatures", found.cosignatures);
    reply.data.set("timestamps", found.timestamps);
    return reply;
}

Reply verify_ledger(Desk& desk, const Arguments& arguments) {
    const auto key = reading_key_in(arguments);
    return to_reply(records::examine_ledger(desk.site(), desk.gate(), leave_to_verify(desk),
                                            arguments.find("from").value_or(""), key ? &*key : nullptr));
}

Reply take_cosignatures(Desk& desk, const Arguments& arguments) {
    const std::string_view note = arguments.text("checkpoint");
    leave_to_verify(desk);
    Reply reply;
    Poco::JSON::Array list;
    for (const std::string& name : desk.site().ledger().attestations().accept(note)) {
        reply.text += name + " has cosigned.\n";
        list.add(name);
    }
    reply.data.set("witnesses", list);
    return reply;
}

Reply submit_by_hand(Desk& desk, const Arguments& arguments) {
    auto& attestations = desk.site().ledger().attestations();
    const auto newest = attestations.newest();
    if (newest.size == 0)
        throw Refused(Status::refused,
                      "nothing is published yet: entries wait for the first batch");
    const auto old = arguments.number("old", newest.size).value_or(0);
    Reply reply(Status::done, attestations.question_to_witness(newest, old));
    reply.data.set("checkpoint", newest.note);
    reply.data.set("submission", reply.text);
    return reply;
}

Reply show_witnesses(Desk& desk, const Arguments&) {
    Reply reply;
    Poco::JSON::Array list;
    for (const records::WitnessState& witness : desk.site().ledger().attestations().witnesses()) {
        reply.text +=
            witness.name +
            (witness.cosigned > 0 ? " cosigned the tree of " + std::to_string(witness.cosigned) +
                                        " leaves at " + to_text(*witness.moment)
                                  : " has not cosigned anything") +
            (witness.trouble ? "; " + witness.trouble->what : "") + ".\n";
        Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
        object.set("name", witness.name);
        object.set("cosigned", witness.cosigned);
        if (witness.moment) object.set("moment", *witness.moment);
        if (witness.trouble) object.set("trouble", witness.trouble->what);
        list.add(object);
    }
    reply.data.set("witnesses", list);
    if (list.size() == 0) reply.text = "No witness is configured.\n";
    if (const auto fault = desk.site().ledger().standing_fault()) {
        reply.status = Status::refused;
        reply.is_report = true;
        reply.text += "The record is held up: " + *fault + ".\n";
        reply.data.set("fault", *fault);
    }
    return reply;
}

Reply head_of_ledger(Desk& desk, const Arguments&) {
    const auto& ledger = desk.site().ledger();
    const std::string head = ledger.head();
    Reply reply(Status::done, head.empty()
                                  ? "Nothing is published yet: entries wait for the first batch.\n"
                                  : head);
    reply.data.set("checkpoint", head);
    reply.data.set("verifier_key", ledger.verifier_key());
    return reply;
}

Reply export_entry(Desk& desk, const Arguments& arguments) {
    const std::uint64_t sequence = entry_number(arguments, "entry");
    const auto key = reading_key_in(arguments);
    return exported(desk, sequence,
                    desk.site().ledger().export_entry(leave_to_read(desk, arguments), sequence, key ? &*key : nullptr));
}

Reply seal_ledger(Desk& desk, const Arguments& arguments) {
    const auto key = reading_key_in(arguments);
    if (!key) throw Refused(Status::usage, "--record-key FILE is missing: whose key opens what is to be sealed anew");
    const auto sealed = desk.site().seal_record_keys(leave_to_read(desk, arguments), *key);
    Reply reply(Status::done, "Of " + std::to_string(sealed.keys) + " keys of records " +
                                  std::to_string(sealed.added) + " were sealed anew; " +
                                  std::to_string(sealed.lacking) +
                                  " still lack a data protection officer on record.\n");
    reply.data.set("keys", sealed.keys);
    reply.data.set("sealed", sealed.added);
    reply.data.set("lacking", sealed.lacking);
    return reply;
}

Reply prove_leaf(Desk& desk, const Arguments& arguments) {
    const auto index = arguments.number("leaf", std::numeric_limits<std::int64_t>::max());
    if (!index) throw Refused(Status::usage, "leaf is missing");
    Reply reply(Status::done, desk.site().ledger().prove(*index).text());
    reply.data.set("proof", reply.text);
    reply.data.set("verifier_key", desk.site().ledger().verifier_key());
    return reply;
}

}  // namespace postvern::services::control
