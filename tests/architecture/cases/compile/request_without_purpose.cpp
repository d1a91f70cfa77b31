// Every request names why and through which entrance.
// refused: missing initializer for member 'postvern::policy::Request::purpose'
#include "policy/gate.hpp"

using namespace postvern::policy;

Decision ask(const Gate& gate, const Subject& subject) {
#ifdef HONEST
    return gate.decide({subject, Action::list, Resource::of(subject.account()),
                        Purpose::service_delivery, Channel::imap});
#else
    return gate.decide({subject, Action::list, Resource::of(subject.account())});
#endif
}
