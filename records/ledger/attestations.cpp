#include "records/attestations.hpp"

#include <openssl/rand.h>

#include <ctime>
#include <new>
#include <stdexcept>

#include "records/errors.hpp"
#include "records/ledger/attestation_parts.hpp"
#include "records/base64.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/timestamp.hpp"
#include "records/merkle/tree.hpp"

namespace postvern::records {

namespace {

// How far a witness's clock may be ahead of ours.
constexpr std::int64_t kMostAhead = 5 * 60;  // seconds

// "2026-11-22 13:04 UTC"
std::string in_words(std::int64_t moment) {
    const std::time_t seconds = moment;
    std::tm parts{};
    std::string text(32, '\0');
    ::gmtime_r(&seconds, &parts);
    text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts));
    return text;
}

std::string text_of(std::string_view note) {
    const auto parsed = ledger::parse_note(note);
    if (!parsed)
        throw StorageError("ledger.db: a checkpoint is damaged; run `postvern ledger verify`");
    return parsed->text;
}

struct Accepted {
    const ledger::Cosigner* witness;
    ledger::Cosignature cosignature;
};

std::vector<Accepted> cosignatures_in(const ledger::SignedNote& note,
                                      const ledger::Witnesses& witnesses, std::int64_t now) {
    std::vector<Accepted> accepted;
    for (const ledger::Cosigner& witness : witnesses.all()) {
        auto found = witness.find_in(note);
        if (!found) continue;
        // "verifiers MAY reject cosignatures with timestamps in the future"
        if (found->moment > now + kMostAhead) {
            throw Unacceptable("the cosignature of " + witness.name() +
                               " is of the future: look at both clocks");
        }
        accepted.push_back({&witness, *std::move(found)});
    }
    if (accepted.empty()) throw Unacceptable("it bears no cosignature of a witness of this site");
    return accepted;
}

}  // namespace

Attestations::Parts::Parts(const std::filesystem::path& database, const ledger::SiteKeys& site_keys,
                           const ledger::Witnesses& known, const LedgerSettings& ledger_settings,
                           Keep keep_it)
    : site(site_keys),
      witnesses(known),
      settings(ledger_settings),
      keep(std::move(keep_it)),
      connection(database, sql::Access::read_only),
      tree(connection),
      given_out(connection, known),
      select_newest(connection, "SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1"),
      select_note(connection, "SELECT note FROM checkpoints WHERE size = ?"),
      select_cosigned(connection, "SELECT max(size) FROM cosignatures WHERE witness = ?"),
      select_moment(connection, "SELECT max(moment) FROM cosignatures WHERE witness = ?"),
      select_stamped(connection, "SELECT max(size), max(taken) FROM timestamps"),
      troubles(known.all().size()) {}

std::uint64_t Attestations::Parts::cosigned_by(const std::string& verifier_key) {
    return static_cast<std::uint64_t>(
        select_cosigned.integer(std::string_view(verifier_key)).value_or(0));
}

std::string Attestations::Parts::absence(std::size_t witness) {
    const ledger::Cosigner& absent = witnesses.all()[witness];
    const auto last = last_moment(absent.verifier_key());
    std::string text = absent.name() + (last ? " has cosigned nothing since " + in_words(*last)
                                             : " has never cosigned");
    if (troubles[witness]) text += " (" + troubles[witness]->what + ')';
    return text;
}

Attestations::Attestations(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Attestations::~Attestations() = default;

SignedCheckpoint Attestations::newest() const {
    const std::lock_guard lock(parts_->mutex);
    auto rows = parts_->select_newest.query();
    const auto row = rows.next();
    if (!row) return {};
    return {static_cast<std::uint64_t>(row->integer(0)), std::string(row->octets(1))};
}

std::uint64_t Attestations::cosigned_by(std::size_t witness) const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->cosigned_by(parts_->witnesses.all().at(witness).verifier_key());
}

std::string Attestations::question_to_witness(const SignedCheckpoint& checkpoint,
                                              std::uint64_t old_size) const {
    if (old_size > checkpoint.size)
        throw std::out_of_range("a tree goes on from smaller ones only");
    std::string body = "old " + std::to_string(old_size) + '\n';
    if (old_size > 0) {
        const std::lock_guard lock(parts_->mutex);
        const merkle::Tree tree(parts_->tree, checkpoint.size);
        for (const merkle::Hash& hash : tree.consistency_proof(old_size)) {
            body += base64(merkle::octets(hash)) + '\n';
        }
    }
    return body + '\n' + checkpoint.note;
}

std::vector<std::string> Attestations::accept(std::string_view note) {
    const auto checkpoint = ledger::open_checkpoint(parts_->site.verifier(), note);
    const auto parsed = ledger::parse_note(note);
    if (!checkpoint || !parsed)
        throw Unacceptable("it is no checkpoint that this access record signed");
    {
        const std::lock_guard lock(parts_->mutex);
        const auto stored = parts_->note_of(checkpoint->size);
        if (!stored || text_of(*stored) != parsed->text) {
            throw Unacceptable("it is no checkpoint of this access record: size " +
                               std::to_string(checkpoint->size));
        }
    }
    const auto accepted = cosignatures_in(*parsed, parts_->witnesses, parts_->settings.clock());
    parts_->keep([&](sql::Connection& connection) {
        sql::Statement keep(
            connection,
            "INSERT INTO cosignatures (size, witness, moment, line) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET moment = excluded.moment, line = excluded.line "
            "WHERE excluded.moment > moment");
        for (const auto& [witness, cosignature] : accepted) {
            keep.run(checkpoint->size, std::string_view(witness->verifier_key()),
                     cosignature.moment, std::string_view(cosignature.line));
        }
    });
    std::vector<std::string> names;
    for (const auto& each : accepted) names.push_back(each.witness->name());
    return names;
}

void Attestations::report(std::size_t witness, std::optional<WitnessTrouble> trouble) {
    const std::lock_guard lock(parts_->mutex);
    auto& known = parts_->troubles.at(witness);
    // An objection stands until the witness cosigns: it is not waited out by keeping the witness silent.
    const bool stands = known && known->kind == WitnessTrouble::Kind::objects && trouble &&
                        trouble->kind != WitnessTrouble::Kind::objects;
    if (!stands) known = std::move(trouble);
}

std::vector<WitnessState> Attestations::witnesses() const {
    const std::lock_guard lock(parts_->mutex);
    std::vector<WitnessState> states;
    for (const ledger::Cosigner& witness : parts_->witnesses.all()) {
        const std::string& key = witness.verifier_key();
        states.push_back({witness.name(), parts_->cosigned_by(key), parts_->last_moment(key),
                          parts_->troubles[states.size()]});
    }
    return states;
}

std::optional<std::string> Attestations::fault() const {
    const std::lock_guard lock(parts_->mutex);
    std::string text;
    const std::uint64_t waiting = parts_->witnesses.quorum() > 0 ? parts_->given_out.waiting() : 0;
    const auto newest = static_cast<std::uint64_t>(parts_->select_newest.integer().value_or(0));
    if (waiting > 1) {
        text = std::to_string(waiting) + " checkpoints wait for " +
               std::to_string(parts_->witnesses.quorum()) + " of " +
               std::to_string(parts_->witnesses.all().size()) + " witnesses";
    }
    for (std::size_t witness = 0; witness < parts_->troubles.size(); ++witness) {
        const auto& trouble = parts_->troubles[witness];
        const bool objects = trouble && trouble->kind == WitnessTrouble::Kind::objects;
        const bool is_missing =
            waiting > 1 &&
            parts_->cosigned_by(parts_->witnesses.all()[witness].verifier_key()) < newest;
        if (objects || is_missing) text += (text.empty() ? "" : "; ") + parts_->absence(witness);
    }
    if (text.empty()) return {};
    return text;
}

std::optional<TimestampQuestion> Attestations::timestamp_due(std::int64_t interval) const {
    if (parts_->settings.attestors.timestamp_certificates.empty()) return {};
    TimestampQuestion question{};
    {
        const std::lock_guard lock(parts_->mutex);
        question.checkpoint = parts_->given_out.latest();
        auto rows = parts_->select_stamped.query();
        const auto row = rows.next();
        const bool is_first = row->is_null(0);
        const std::int64_t now = parts_->settings.clock();
        const bool is_due = is_first || now - row->integer(1) >= interval || now < row->integer(1);
        const auto stamped = is_first ? 0 : static_cast<std::uint64_t>(row->integer(0));
        if (!is_due || question.checkpoint.size <= stamped) return {};
    }
    if (RAND_bytes(reinterpret_cast<unsigned char*>(&question.nonce), sizeof question.nonce) != 1) {
        throw std::runtime_error("OpenSSL gives no random octets");
    }
    question.octets = ledger::timestamp_question(text_of(question.checkpoint.note), question.nonce);
    return question;
}

void Attestations::accept_timestamp(const TimestampQuestion& question, std::string_view answer) {
    const std::string text = text_of(question.checkpoint.note);
    ledger::check_timestamp(answer,
                            {.text = text,
                             .nonce = question.nonce,
                             .certificates = parts_->settings.attestors.timestamp_certificates});
    parts_->keep([&](sql::Connection& connection) {
        sql::Statement keep(
            connection, "INSERT OR IGNORE INTO timestamps (size, taken, answer) VALUES (?, ?, ?)");
        keep.run(question.checkpoint.size, parts_->settings.clock(), sql::Blob{answer});
    });
}

}  // namespace postvern::records
