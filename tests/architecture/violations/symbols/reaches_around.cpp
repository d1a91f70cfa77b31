// Planted: a protocol that opens what the archive keeps, and some honest calls beside it.
#include <fstream>

#include "policy/assembly.hpp"
#include "records/archive.hpp"
#include "records/message.hpp"
#include "records/site.hpp"

extern "C" {
struct sqlite3;
int sqlite3_open(const char*, sqlite3**);
int EVP_DecryptInit_ex(void*, const void*, void*, const unsigned char*, const unsigned char*);
void* dlsym(void*, const char*);
void* SSL_new(void*);
}

namespace postvern::records {
class Vault {
  public:
    policy::HouseToken house_token() const noexcept;
};
namespace ledger {
void anything();
}
}  // namespace postvern::records

using namespace postvern;

void reach(records::Site& site, policy::Grant&& grant) {
    const auto gate = policy::Assembly::make_gate({}, site.ports());
    records::Archive archive(site.store(), site.vault(), *gate);
    archive.quota(std::move(grant));
    static_cast<void>(records::serialize(records::Summary{}));
    site.vault().house_token();
    records::ledger::anything();
    sqlite3_open("content.db", nullptr);
    EVP_DecryptInit_ex(nullptr, nullptr, nullptr, nullptr, nullptr);
    dlsym(nullptr, "_ZN8postvern6policy5GrantC1E");
    SSL_new(nullptr);
    std::ifstream stream("ledger.db");
    static_cast<void>(std::fopen("keys.db", "rb"));
}
