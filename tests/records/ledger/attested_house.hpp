// A house whose record outsiders attest to.
#pragma once

#include <string>

#include "records/attestations.hpp"
#include "records/backup/files.hpp"
#include "records/sql/statement.hpp"
#include "tests/records/ledger/house.hpp"
#include "tests/records/ledger/outsiders.hpp"

namespace postvern::records::ledger {

class LedgerAttestations : public House {
  protected:
    LedgerSettings witnessed(std::uint32_t quorum) {
        LedgerSettings changed = settings();
        changed.attestors.witnesses = {one.verifier_key(), two.verifier_key()};
        changed.attestors.quorum = quorum;
        return changed;
    }
    std::string cosigned(const Ledger& ledger, const TestWitness& witness) {
        const std::string note = ledger.attestations().newest().note;
        return note + witness.cosign(note, static_cast<std::uint64_t>(now.load()));
    }
    static std::uint64_t size_of(const std::string& note) {
        return note.empty() ? 0 : std::stoull(note.substr(note.find('\n') + 1));
    }
    std::string published() const {
        const auto file = data / "tiles/checkpoint";
        return std::filesystem::exists(file) ? backup::read_file(file, 65'536) : "";
    }
    std::string fault(const ExaminationTrust& trust = {}) {
        return Ledger::verify(data, keys_directory, keys, trust).fault.value_or("sound");
    }
    template <typename Work>
    static std::string refusal(const Work& work) {
        try {
            work();
            return "accepted";
        } catch (const Unacceptable& why) {
            return why.what();
        }
    }
    void change(const char* statement) {
        sql::Connection connection(database(), sql::Access::read_write);
        connection.execute(statement);
    }

    TestWitness one{"witness.example/one", '1'};
    TestWitness two{"witness.example/two", '2'};
};

}  // namespace postvern::records::ledger
