// An explicit instantiation may name a private member function; its symbol is hidden.
// refused: undefined reference to `postvern::policy::Subject::keys\(\) const
#include "policy/subject.hpp"

using namespace postvern::policy;

#ifndef HONEST
KeySession keys_of(const Subject& subject);
template <auto Member>
struct Burglar {
    friend KeySession keys_of(const Subject& subject) { return (subject.*Member)(); }
};
template struct Burglar<&Subject::keys>;
#endif

auto take(const Subject& subject) {
#ifdef HONEST
    return subject.principal();
#else
    return keys_of(subject);
#endif
}

int main() { return reinterpret_cast<std::uintptr_t>(&take) == 0; }
