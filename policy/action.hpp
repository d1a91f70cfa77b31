// What may be asked of the Gate. The names are those of the rulebook (`Action::"read"`).
#pragma once

#include <cstdint>
#include <string_view>

namespace postvern::policy {

enum class Action : std::uint8_t {
    deliver,             // add an item that came from outside
    sign_in,             // open a session
    list,                // names and states of collections, quota
    read,                // content, attributes, structure of items
    search,              // evaluate a search over items
    append,              // add an item of one's own
    mark,                // change flags and keywords
    copy,                // out of a collection; the target is asked as `append`
    move,                // out of a collection; the target is asked as `append`
    expunge,             // remove items
    create_collection,
    rename_collection,
    delete_collection,
    subscribe,
    watch,               // be told of changes
    submit,              // hand in mail to others
    change_credentials,
    administer_accounts,
    list_accounts,
    purge,               // retention: destroy what is due
    backup,
    restore,
    read_record,         // decrypt the access record
    verify_record,
    export_,             // content and all that is known of the owner, to take along
    erase,               // the account, keys first
    set_retention,
    give_consent,
    withdraw_consent,
    restrict,            // processing, as GDPR Art. 18 has it
    lift_restriction,
    scan,                // for spam
    retrieve,            // from another provider
    administer_staff,    // who is in which role, and what they signed
    administer_processors,  // which companies process data for the house, on what agreement
    process,             // by a processor
    supervise,           // answer the supervisory authority
    notify_breach,
    publish,             // counts and statistics
    review,
    install_rulebook,
    open_case,
    read_case,
    decide_case,
    preserve,
    release_hold,
    appoint_substitute,  // for an officer who is recused from a case or away
    approve,             // the execution of an order
    object,              // against it
    answer_objection,
    extract,             // what an order names, sealed to whom it is for
    disclose,            // hand that over
    notify,              // the owner, of a case
    keep_time,           // of a case: what its clocks do, and nobody decides
};
inline constexpr std::size_t kActionCount = static_cast<std::size_t>(Action::keep_time) + 1;

// Why personal data is touched (GDPR Art. 5(1)(b)); every request names one.
enum class Purpose : std::uint8_t {
    service_delivery,
    retention,
    administration,
    security,
    accountability,
    backup,
    advertising,
    profiling,
    tracking,
    sale,
    support,
    spam_filtering,
    retrieval,
    subject_rights,
    legal_request,
    preservation,
    supervision,
    statistics,
};
inline constexpr std::size_t kPurposeCount = static_cast<std::size_t>(Purpose::statistics) + 1;

// Through which of the house's entrances the request came.
enum class Channel : std::uint8_t { imap, pop3, lmtp, submission, dav, console, control, job };
inline constexpr std::size_t kChannelCount = static_cast<std::size_t>(Channel::job) + 1;

std::string_view name(Action action) noexcept;
std::string_view name(Purpose purpose) noexcept;
std::string_view name(Channel channel) noexcept;

}  // namespace postvern::policy
