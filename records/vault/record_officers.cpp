#include "records/vault/record_officers.hpp"

#include "records/errors.hpp"
#include "records/sql/statement.hpp"
#include "records/vault/framing.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

// What shows that this site wrote the public key: whoever can write keys.db has no key sealed to
// himself.
Secret tag_of(const SiteKeys& site, std::uint32_t user, std::string_view public_key) {
    const Secret key = site.derive("public keys");
    Framing fields("officer's public key");
    fields.number(user).text(public_key);
    return hmac(key.view(), fields.view());
}

}  // namespace

std::map<std::uint32_t, std::string> read_officers(sql::Session& session, const SiteKeys& site) {
    std::map<std::uint32_t, std::string> officers;
    auto rows = session("SELECT user, public_key, tag FROM record_officers").query();
    for (const auto& row : rows) {
        const auto user = static_cast<std::uint32_t>(row.integer(0));
        if (!same_octets(row.octets(2), tag_of(site, user, row.octets(1)).view())) {
            throw StorageError(
                "the public key of an officer in keys.db was not written by this site; restore "
                "keys.db "
                "from a backup");
        }
        officers.emplace(user, row.octets(1));
    }
    return officers;
}

void put_officer(sql::Session& session, const SiteKeys& site, std::uint32_t user,
                 const std::string& public_key) {
    const Secret tag = tag_of(site, user, public_key);
    session("INSERT OR REPLACE INTO record_officers (user, public_key, tag) VALUES (?, ?, ?)")
        .run(user, sql::Blob{public_key}, sql::Blob{tag.view()});
}

bool remove_officer(sql::Session& session, std::uint32_t user) {
    return session("DELETE FROM record_officers WHERE user = ?").run(user) == 1;
}

}  // namespace postvern::records::vault
