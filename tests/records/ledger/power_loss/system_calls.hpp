// The C library's calls that change files, as this program and the libraries in it reach them: each
// does what it always does, and tells the journal that watches.
#pragma once

#include <mutex>

namespace postvern::tests {

class DiskJournal;

void watch(DiskJournal* journal);  // null: nobody watches
void skip_syncs(bool skip);
// While it is held no call that is watched goes on.
std::unique_lock<std::recursive_mutex> hold_still();

}  // namespace postvern::tests
