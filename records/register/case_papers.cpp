#include "records/register/case_papers.hpp"

#include <algorithm>
#include <fstream>

#include "records/register/case_file_codec.hpp"

namespace postvern::records {

namespace {

[[noreturn]] void damaged(std::uint64_t legal_case, std::uint64_t number) {
    throw StorageError("content.db: paper " + std::to_string(number) + " of case " + std::to_string(legal_case) +
                       " is not what it was; restore a backup, `postvern ledger show` tells what was done");
}

// The next piece of a file, as long as it may be; empty at its end.
class Pieces {
  public:
    explicit Pieces(const std::filesystem::path& file) : file_(file), stream_(file, std::ios::binary) {
        if (!stream_) fail();
    }
    std::string_view next() {
        piece_.resize(kPaperPiece);
        stream_.read(piece_.data(), static_cast<std::streamsize>(piece_.size()));
        if (stream_.bad()) fail();
        return {piece_.data(), static_cast<std::size_t>(stream_.gcount())};
    }

  private:
    [[noreturn]] void fail() const { throw Unavailable(file_.string() + ": cannot be read"); }

    const std::filesystem::path file_;
    std::ifstream stream_;
    std::string piece_;
};

// Of a paper that comes as a file.
void weigh(const std::filesystem::path& file, Paper& about) {
    Pieces pieces(file);
    RunningSha256 hash;
    for (std::string_view piece; !(piece = pieces.next()).empty();) {
        hash.add(piece);
        about.octets += piece.size();
    }
    if (about.octets > kPaperFileLimit) throw LimitReached("a file among the papers of a case holds 1088 MiB");
    about.hash = hash.take();
}

void add_row(Commit& commit, const Vault& vault, std::uint64_t legal_case, const Paper& about, std::string_view octets) {
    const std::string sealed = vault.seal_for_site(paper_label(legal_case, about.number), encode(about));
    commit("INSERT INTO case_papers (legal_case, number, sealed, octets) VALUES (?, ?, ?, ?)")
        .run(legal_case, about.number, sql::Blob{sealed}, sql::Blob{octets});
}

void add_piece(Commit& commit, const Vault& vault, std::uint64_t legal_case, std::uint64_t number, std::uint64_t piece,
               std::string_view octets) {
    const std::string sealed = vault.seal_for_site(paper_piece_label(legal_case, number, piece), octets);
    commit("INSERT INTO case_paper_pieces (legal_case, paper, number, octets) VALUES (?, ?, ?, ?)")
        .run(legal_case, number, piece, sql::Blob{sealed});
}

void add_pieces(Commit& commit, const Vault& vault, std::uint64_t legal_case, const Paper& about, const NewPaper& given) {
    std::uint64_t piece = 0;
    if (given.file.empty()) {
        for (std::string_view rest = given.octets; !rest.empty(); rest.remove_prefix(std::min(rest.size(), kPaperPiece))) {
            add_piece(commit, vault, legal_case, about.number, ++piece, rest.substr(0, kPaperPiece));
        }
        return;
    }
    Pieces pieces(given.file);
    RunningSha256 hash;
    for (std::string_view each; !(each = pieces.next()).empty();) {
        hash.add(each);
        add_piece(commit, vault, legal_case, about.number, ++piece, each);
    }
    if (hash.take() != about.hash) throw Unavailable(given.file.string() + ": changed while it was read");
}

// What stands in the row; absent: the paper stands in pieces.
std::optional<std::string> in_row(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case,
                                  const Paper& paper) {
    std::string sealed;
    {
        auto rows = reader("SELECT octets FROM case_papers WHERE legal_case = ? AND number = ?")
                        .query(legal_case, paper.number);
        const auto row = rows.next();
        if (!row) damaged(legal_case, paper.number);
        sealed = row->octets(0);
    }
    if (sealed.empty()) return {};
    std::string octets = vault.open_for_site(paper_octets_label(legal_case, paper.number), sealed);
    if (sha256(octets) != paper.hash) damaged(legal_case, paper.number);
    return octets;
}

// The piece by its number, from 1, which must be as long as it was.
std::string read_piece(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case, const Paper& paper,
                       std::uint64_t piece) {
    const auto sealed = reader("SELECT octets FROM case_paper_pieces WHERE legal_case = ? AND paper = ? AND number = ?")
                            .octets(legal_case, paper.number, piece);
    if (!sealed) damaged(legal_case, paper.number);
    std::string octets = vault.open_for_site(paper_piece_label(legal_case, paper.number, piece), *sealed);
    const std::uint64_t before = (piece - 1) * kPaperPiece;
    if (octets.size() != std::min<std::uint64_t>(kPaperPiece, paper.octets - before)) damaged(legal_case, paper.number);
    return octets;
}

}  // namespace

void add_paper(Commit& commit, const Vault& vault, std::uint64_t legal_case, Paper about, const NewPaper& given) {
    if (given.file.empty()) {
        if (given.octets.size() > kPaperLimit) throw LimitReached("a paper of a case holds 64 MiB");
        about.hash = sha256(given.octets);
        about.octets = given.octets.size();
    } else {
        weigh(given.file, about);
    }
    if (given.hash && *given.hash != about.hash) {
        throw Unavailable((given.file.empty() ? given.name : given.file.string()) + ": is not what was to be kept");
    }
    if (given.file.empty() && about.octets <= kPaperPiece) {
        const std::string sealed = vault.seal_for_site(paper_octets_label(legal_case, about.number), given.octets);
        return add_row(commit, vault, legal_case, about, sealed);
    }
    add_row(commit, vault, legal_case, about, {});
    add_pieces(commit, vault, legal_case, about, given);
}

Paper describe_paper(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case, std::uint64_t number) {
    const auto sealed =
        reader("SELECT sealed FROM case_papers WHERE legal_case = ? AND number = ?").octets(legal_case, number);
    if (!sealed) throw NotFound("the case has no paper " + std::to_string(number));
    Paper paper = decode_paper(vault.open_for_site(paper_label(legal_case, number), *sealed));
    paper.number = number;
    return paper;
}

std::string read_paper_part(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case, const Paper& paper,
                            std::uint64_t offset, std::uint64_t most) {
    if (const auto whole = in_row(reader, vault, legal_case, paper)) {
        if (offset >= whole->size()) return {};
        return whole->substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(std::min<std::uint64_t>(most, whole->size())));
    }
    std::string part;
    while (offset < paper.octets && part.size() < most) {
        const std::string piece = read_piece(reader, vault, legal_case, paper, offset / kPaperPiece + 1);
        part += std::string_view(piece).substr(static_cast<std::size_t>(offset % kPaperPiece),
                                               static_cast<std::size_t>(most - part.size()));
        offset = (offset / kPaperPiece + 1) * kPaperPiece;
    }
    return part;
}

std::string read_paper(sql::Readers::Lease& reader, const Vault& vault, std::uint64_t legal_case, std::uint64_t number) {
    const Paper paper = describe_paper(reader, vault, legal_case, number);
    if (paper.octets > kPaperLimit) {
        throw LimitReached("paper " + std::to_string(number) + " has " + std::to_string(paper.octets) +
                           " octets: it is read in parts");
    }
    std::string octets = read_paper_part(reader, vault, legal_case, paper, 0, paper.octets);
    if (sha256(octets) != paper.hash) damaged(legal_case, number);
    return octets;
}

}  // namespace postvern::records
