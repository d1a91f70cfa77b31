// Schema of content.db: accounts, collections, items, sealed objects.
#pragma once

#include <span>

#include "records/sql/migrations.hpp"

namespace postvern::records::sql {

std::span<const Migration> content_migrations();

}  // namespace postvern::records::sql
