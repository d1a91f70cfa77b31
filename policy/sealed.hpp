// POSTVERN_SEALED marks a member that exists inside its own shared library only: its symbol is
// hidden, so that code of another library may name it but cannot link to it. Access specifiers
// alone do not hold (a friend can be forged); a missing symbol does.
#pragma once

#define POSTVERN_SEALED __attribute__((visibility("hidden")))
