#include "services/imap/search_answer.hpp"

#include "services/imap/grammar/writer.hpp"

namespace postvern::services::imap {

void write_search_answer(std::string& out, const std::vector<Hit>& hits) {
    out += "* SEARCH";
    for (const auto& hit : hits) {
        out += ' ';
        grammar::write_number(out, hit.number);
    }
    out += "\r\n";
}

void write_esearch_answer(std::string& out, const std::vector<Hit>& hits,
                          const grammar::SearchReturn& returned, grammar::Numbering numbering,
                          std::string_view tag) {
    out += "* ESEARCH (TAG ";
    grammar::write_string(out, tag, grammar::QuotedText::ascii);
    out += ')';
    if (numbering == grammar::Numbering::uid) out += " UID";
    // RFC 9051 7.3.4: of no hits only COUNT is told.
    if (returned.min && !hits.empty()) out += " MIN " + std::to_string(hits.front().number);
    if (returned.max && !hits.empty()) out += " MAX " + std::to_string(hits.back().number);
    if (returned.count) out += " COUNT " + std::to_string(hits.size());
    if (returned.all && !hits.empty()) {
        grammar::NumberSet all;
        for (const auto& hit : hits) all.add(hit.number);
        out += " ALL " + all.to_string();
    }
    out += "\r\n";
}

grammar::NumberSet saved_uids(const std::vector<Hit>& hits, const grammar::SearchReturn& returned) {
    grammar::NumberSet saved;
    if (hits.empty()) return saved;
    const bool ends_only = (returned.min || returned.max) && !returned.all && !returned.count;
    if (!ends_only) {
        for (const auto& hit : hits) saved.add(hit.uid);
        return saved;
    }
    if (returned.min) saved.add(hits.front().uid);
    if (returned.max) saved.add(hits.back().uid);
    return saved;
}

}  // namespace postvern::services::imap
