// To name somebody is not to be somebody: the gate is asked by a subject.
// refused: invalid initialization of reference of type 'const postvern::policy::Subject&' from expression of type 'postvern::policy::Principal'
#include "policy/gate.hpp"

using namespace postvern::policy;

Decision ask(const Gate& gate, const Subject& subject) {
    const Resource resource = Resource::of(AccountId{1});
#ifdef HONEST
    const Request request{subject, Action::list, resource, Purpose::service_delivery, Channel::imap};
#else
    static_cast<void>(subject);
    const Request request{Principal::owner(AccountId{1}), Action::list, resource,
                          Purpose::service_delivery, Channel::imap};
#endif
    return gate.decide(request);
}
