#include "policy/catalogue.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include "policy/catalogue/blocks.hpp"
#include "policy/catalogue/citation.hpp"

namespace postvern::policy {

namespace catalogue {

namespace {

int number_of(const Block& block) {
    int number = 0;
    const char* const end = block.name.data() + block.name.size();
    const auto [rest, failure] = std::from_chars(block.name.data(), end, number);
    if (failure != std::errc() || rest != end || number < 1) {
        block.fail("expected a number from 1 after [" + block.kind + ", found " + block.name);
    }
    return number;
}

bool is_date(std::string_view text) {
    if (text == "—") return true;
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    return std::all_of(text.begin(), text.end(),
                       [](char each) { return each == '-' || (each >= '0' && each <= '9'); });
}

void check_version(const Block& block, const std::string& version) {
    if (!is_date(version)) {
        block.fail("expected version: YYYY-MM-DD, or — where the text is not at hand, found " +
                   version);
    }
}

std::string classes_of(const Block& block) {
    std::string classes = block.one("class");
    const std::string_view known = "PFOX";
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const bool fits = i % 2 == 1 ? classes[i] == '/' : known.find(classes[i]) != known.npos;
        if (!fits || classes.size() % 2 == 0) {
            block.fail("expected class: of P, F, O or X, several divided by /, found " + classes);
        }
    }
    return classes;
}

PolicyStatement read_statement(const Block& block) {
    block.only(
        {"says", "binds", "class", "built", "shown", "evidence", "later", "outside", "no rule"});
    PolicyStatement statement;
    statement.number = number_of(block);
    statement.says = block.one("says");
    statement.binds = block.one("binds");
    statement.classes = classes_of(block);
    statement.built = block.all("built");
    for (const std::string& paths : block.all("shown")) {
        for (std::string& path : words_of(paths)) statement.shown.push_back(std::move(path));
    }
    statement.evidence = block.all("evidence");
    statement.later = block.all("later");
    statement.outside = block.all("outside");
    statement.no_rule = block.all("no rule");
    statement.file = block.source->name();
    statement.line = block.line();
    if (!statement.built.empty() && statement.shown.empty()) {
        block.fail("expected shown: with what is built, found none");
    }
    return statement;
}

LawSource read_source(const Block& block) {
    block.only({"title", "act", "version"});
    LawSource source{block.name, block.one("title"), block.one("act"), block.one("version")};
    check_version(block, source.version);
    return source;
}

LawConflict read_conflict(const Block& block) {
    block.only({"policy", "law", "house", "rules"});
    return {number_of(block), block.one("policy"), block.one("law"), block.one("house"),
            words_of(block.one("rules"))};
}

StatutoryPath read_path(const Block& block) {
    block.only({"law", "what", "decides", "clock", "leads to"});
    return {block.name,           block.one("law"),   block.one("what"),
            block.one("decides"), block.one("clock"), block.one("leads to")};
}

// Gathers the blocks of all files.
class CatalogueReader {
  public:
    void add(const Block& block) {
        if (!known_.insert(block.kind + " " + normal_citation(block.name)).second) {
            block.fail("expected a new name, found [" + block.kind + " " + block.name + "] again");
        }
        if (block.kind == "statement") {
            catalogue_.statements.push_back(read_statement(block));
        } else if (block.kind == "source") {
            catalogue_.sources.push_back(read_source(block));
        } else if (block.kind == "law") {
            sections_.push_back(block);
        } else if (block.kind == "conflict") {
            catalogue_.conflicts.push_back(read_conflict(block));
        } else if (block.kind == "path") {
            catalogue_.paths.push_back(read_path(block));
        } else {
            block.fail(
                "expected [statement n], [source name], [law citation], [conflict n] or [path "
                "basis], found [" +
                block.kind);
        }
    }

    Catalogue finish() && {
        for (const Block& block : sections_) catalogue_.sections.push_back(read_section(block));
        const auto by_number = [](const auto& left, const auto& right) {
            return left.number < right.number;
        };
        std::sort(catalogue_.statements.begin(), catalogue_.statements.end(), by_number);
        std::sort(catalogue_.conflicts.begin(), catalogue_.conflicts.end(), by_number);
        return std::move(catalogue_);
    }

  private:
    // Sources may stand in a later file than the sections.
    LawSection read_section(const Block& block) const {
        block.only({"sense", "version", "no rule"});
        const std::string wanted = normal_citation(block.name);
        for (const LawSource& source : catalogue_.sources) {
            if (!wanted.starts_with(normal_citation(source.name))) continue;
            LawSection section{block.name, block.one("sense"), block.optional("version"),
                               source.name};
            if (section.version.empty()) section.version = source.version;
            check_version(block, section.version);
            section.no_rule = block.all("no rule");
            return section;
        }
        block.fail("expected a section of a known [source], found " + block.name);
    }

    Catalogue catalogue_;
    std::vector<Block> sections_;
    std::set<std::string> known_;
};

}  // namespace

}  // namespace catalogue

Catalogue read_catalogue(std::span<const RulebookFile> files) {
    catalogue::CatalogueReader reader;
    for (const RulebookFile& file : files) {
        for (const auto& block : catalogue::read_blocks({file.name, file.text})) reader.add(block);
    }
    return std::move(reader).finish();
}

const LawSection* Catalogue::find_law(std::string_view citation) const {
    for (std::string wanted = catalogue::normal_citation(citation); !wanted.empty();
         wanted = catalogue::wider_citation(wanted)) {
        for (const LawSection& section : sections) {
            if (catalogue::normal_citation(section.citation) == wanted) return &section;
        }
    }
    return nullptr;
}

}  // namespace postvern::policy
