#include "services/smtp/failure.hpp"

#include "policy/decision.hpp"
#include "records/errors.hpp"
#include "services/net/errors.hpp"

namespace postvern::services::smtp {

using grammar::Enhanced;
using grammar::Reply;

Reply reply_to_failure(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const records::OverQuota&) {
        return {552, Enhanced{2, 2}, "The mailbox is full"};
    } catch (const records::NotFound&) {
        return {550, Enhanced{1, 1}, "No such mailbox here"};
    } catch (const policy::Denied& denied) {
        if (denied.decision().refusal != policy::Refusal::rules) {
            return {451, Enhanced{3, 0}, "It cannot be decided or recorded at the moment, try later"};
        }
        return {550, Enhanced{7, 1}, "Not permitted"};
    } catch (const records::Unavailable&) {
        return {452, Enhanced{3, 1}, "The store takes no mail at the moment, try later"};
    } catch (const net::Saturated&) {
        return {451, Enhanced{3, 2}, "Too busy at the moment, try later"};
    } catch (const std::exception&) {
        return {451, Enhanced{3, 0}, "A failure on our side, try later"};
    }
}

Reply reply_to_shared_failure(const std::exception_ptr& failure) {
    auto reply = reply_to_failure(failure);
    if (reply.code >= 500) {
        reply.code = 451;
        reply.text =
            "Not all recipients could be served, so none was; try later or send to each apart";
    }
    return reply;
}

}  // namespace postvern::services::smtp
