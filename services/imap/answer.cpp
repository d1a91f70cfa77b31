#include "services/imap/answer.hpp"

#include "policy/decision.hpp"
#include "records/errors.hpp"
#include "services/imap/grammar/syntax_error.hpp"
#include "services/net/errors.hpp"

namespace postvern::services::imap {

FailureAnswer answer_to_failure(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const Refused& refused) {
        return {refused.answer};
    } catch (const grammar::SyntaxError& error) {
        return {bad(error.what())};
    } catch (const policy::Denied& denied) {
        if (denied.decision().refusal != policy::Refusal::rules) {
            return {no("UNAVAILABLE", "It cannot be decided or recorded at the moment, try later"), true};
        }
        return {no("NOPERM", "Not permitted")};
    } catch (const records::NotFound&) {
        return {no("NONEXISTENT", "No such mailbox")};
    } catch (const records::AlreadyExists&) {
        return {no("ALREADYEXISTS", "There is a mailbox of that name")};
    } catch (const records::LimitReached& reason) {
        return {no("LIMIT", reason.what())};
    } catch (const records::Unacceptable& reason) {
        return {no("CANNOT", reason.what())};
    } catch (const records::OverQuota&) {
        return {no("OVERQUOTA", "The quota does not hold that")};
    } catch (const net::Saturated&) {
        return {no("UNAVAILABLE", "Too busy at the moment, try later"), true};
    } catch (const records::Unavailable&) {
        return {no("UNAVAILABLE", "The store takes nothing at the moment, try later"), true};
    } catch (const records::StorageError&) {
        return {no("CORRUPTION", "Some of it is damaged; the operator has been told"), true};  // RFC 5530 3
    } catch (const std::exception&) {
        return {no("UNAVAILABLE", "A failure on our side, try later"), true};
    }
}

}  // namespace postvern::services::imap
