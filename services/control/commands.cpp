#include "services/control/commands.hpp"

#include <algorithm>
#include <array>

#include "policy/nearest_names.hpp"
#include "services/control/accounts/account_commands.hpp"
#include "services/control/accounts/choice_commands.hpp"
#include "services/control/case/case_table.hpp"
#include "services/control/case/disclosure_commands.hpp"
#include "services/control/ledger/ledger_commands.hpp"
#include "services/control/ledger/own_record_commands.hpp"
#include "services/control/ledger/replay_command.hpp"
#include "services/control/people/processor_commands.hpp"
#include "services/control/people/staff_commands.hpp"
#include "services/control/rules/rulebook_commands.hpp"
#include "services/control/site/backup_command.hpp"
#include "services/control/site/statistics_commands.hpp"

namespace postvern::services::control {

namespace {

using Kind = ArgumentKind;

constexpr Argument kAddress{"address", Kind::positional, "ADDRESS", "an address of the account"};
constexpr Argument kAlias{"alias", Kind::positional, "ALIAS", "the other address"};
constexpr Argument kYes{"yes", Kind::flag, "", "do it without asking"};
constexpr Argument kNewPassword{"password", Kind::new_secret, "New password", ""};
constexpr Argument kCurrent{"current", Kind::secret, "Current password or recovery code", ""};
constexpr Argument kDirectory{"directory", Kind::path, "DIR", "the directory of the backup"};

constexpr Argument kAdd[] = {
    kAddress, {"quota", Kind::value, "OCTETS", "what it may hold"}, kNewPassword};
constexpr Argument kOne[] = {kAddress};
constexpr Argument kAliases[] = {kAddress, kAlias};
constexpr Argument kAppPassword[] = {
    kAddress,
    {"label", Kind::value, "TEXT", "what the password is for; sealed, for the owner's eyes"},
    {"count", Kind::value, "N", "how many, 1000 at most"},
    {"current", Kind::secret, "Password", ""}};
constexpr Argument kByOwner[] = {kAddress, {"current", Kind::secret, "Password", ""}};
constexpr Argument kPurpose{"purpose", Kind::positional, "PURPOSE", "spam_filtering, retrieval"};
constexpr Argument kConsentText[] = {kPurpose, {"norwegian", Kind::flag, "", "in Norwegian"}};
constexpr Argument kGiveConsent[] = {
    kAddress,
    kPurpose,
    {"text", Kind::value, "N", "version of the text that is agreed to, as `consent text` shows it"},
    {"current", Kind::secret, "Password", ""}};
constexpr Argument kWithdrawConsent[] = {
    kAddress, kPurpose, {"current", Kind::secret, "Password", ""}};
constexpr Argument kKeepUntil[] = {kAddress,
                                   {"day", Kind::positional, "DAY", "the last day, YYYY-MM-DD (UTC)"},
                                   {"current", Kind::secret, "Password", ""}};
constexpr Argument kNumber{"number", Kind::positional, "N", "number of the processor"};
constexpr Argument kAgreementUntil{"agreement-until", Kind::value, "DAY",
                                   "last day of the agreement, YYYY-MM-DD (UTC)"};
constexpr Argument kAddProcessor[] = {{"name", Kind::positional, "NAME", "the company"},
                                      kAgreementUntil};
constexpr Argument kSetAgreement[] = {kNumber, kAgreementUntil};
constexpr Argument kProcessor[] = {kNumber};
constexpr Argument kInstruct[] = {kNumber, {"text", Kind::positional, "TEXT", "the instruction"}};
constexpr Argument kEndInstruction[] = {
    {"instruction", Kind::positional, "N", "number of the instruction"}};
constexpr Argument kDelete[] = {kAddress, kYes};
constexpr Argument kPassword[] = {kAddress, kCurrent, kNewPassword};
constexpr Argument kNewKeys[] = {kAddress, kYes, kNewPassword};
constexpr Argument kQuota[] = {kAddress,
                               {"octets", Kind::positional, "OCTETS", "what it may hold"}};
constexpr Argument kBackup[] = {kDirectory};
constexpr Argument kRestore[] = {
    kDirectory,
    {"expired-keys", Kind::flag, "", "even where its copy of the keys is over 35 days old"}};
constexpr Argument kDisclosureKey[] = {
    {"key", Kind::octets_files, "FILE", "the public key, as `postvern-officer finish` wrote it"}};
constexpr Argument kProve[] = {{"leaf", Kind::positional, "N", "number of the leaf, from 0"}};
constexpr Argument kReadingKey{"record-key", Kind::reading_key, "FILE",
                              "a data protection officer's private key, PEM, X25519: opens what the site no longer can"};
constexpr Argument kReviewCase{"review-case", Kind::value, "N",
                               "of case N, whose steps are shown to nobody else until its owners are told"};
constexpr Argument kExport[] = {
    {"entry", Kind::positional, "N", "number of the entry, as `ledger show` tells it"},
    kReviewCase,
    {"out", Kind::private_out_file, "FILE", "write it there, for nobody else to read"},
    kReadingKey};
constexpr Argument kReplay[] = {
    {"entry", Kind::positional, "N", "number of the entry, as `ledger show` tells it"}, kReviewCase,
    kReadingKey};
constexpr Argument kFrom{"from", Kind::value, "DAY", "first day, YYYY-MM-DD (UTC)"};
constexpr Argument kTo{"to", Kind::value, "DAY", "last day"};
constexpr Argument kClass{"class", Kind::value, "CLASS",
                          "kept as: staff-access, legal, rulebook, consent, rights-request, breach"};
constexpr Argument kForPurpose{"purpose", Kind::value, "PURPOSE", "what for, e.g. administration"};
constexpr Argument kByRule{"rule", Kind::value, "RULE", "a rule that decided, e.g. ISP-27.restore or ISP-27"};
constexpr Argument kActed{"action", Kind::value, "ACTION", "what was done, e.g. administer_accounts"};
constexpr Argument kOutcome{"outcome", Kind::value, "OUTCOME", "granted or refused"};
constexpr Argument kCase{"case", Kind::value, "REFERENCE", "of that case, 32 hexadecimal digits"};
constexpr Argument kAfter{"after", Kind::value, "N", "entries after this number"};
constexpr Argument kLimit{"limit", Kind::value, "N", "how many at most; usually 1000, of a table 100000"};
constexpr Argument kTallies{"tallies", Kind::flag, "", "only the daily counts of the owner's own accesses"};
constexpr Argument kCsv{"csv", Kind::flag, "", "a table for spreadsheet programs; with --tallies of the counts"};
constexpr Argument kShow[] = {
    kFrom, kTo,
    {"account", Kind::value, "ADDRESS", "what was done to this account only, with its owner's tallies"},
    kClass, kForPurpose, kByRule, kActed, kOutcome, kCase, kReviewCase, kAfter, kLimit, kTallies,
    kCsv, kReadingKey};
constexpr Argument kMine[] = {kAddress, kFrom,    kTo,   kClass, kForPurpose, kByRule, kActed,
                              kOutcome, kCase,    kAfter, kLimit, kTallies,    kCsv,
                              {"current", Kind::secret, "Password", ""}};
constexpr Argument kExportMine[] = {
    kAddress,
    {"export", Kind::value, "N", "number of the entry, as `ledger mine` tells it"},
    {"out", Kind::private_out_file, "FILE", "write it there, for nobody else to read"},
    {"current", Kind::secret, "Password", ""}};
constexpr Argument kProveMine[] = {
    kAddress,
    {"head", Kind::flag, "", ""},
    {"out", Kind::private_out_file, "FILE", "write it there, for nobody else to read"},
    {"current", Kind::secret, "Password", ""}};
constexpr Argument kTrusted{
    "from", Kind::file, "FILE",
    "a checkpoint from before, which is trusted: the record must go on from it"};
constexpr Argument kVerify[] = {kTrusted, kReadingKey};
constexpr Argument kByReadingKey[] = {kReadingKey};
constexpr Argument kVerifyKey[] = {
    {"key", Kind::value, "KEY", "verifier key, as `ledger head --json` tells it"}, kTrusted};
constexpr Argument kSubmission[] = {
    {"old", Kind::value, "N", "size of the tree that the witness saw last; usually 0: none"}};
constexpr Argument kCosign[] = {
    {"checkpoint", Kind::file, "FILE",
     "a checkpoint of this record with cosignatures; -: from standard input"}};
constexpr Argument kSchema{"schema", Kind::value, "FILE", "schema, Cedar's syntax or JSON"};
constexpr Argument kEntities{"entities", Kind::value, "FILE", "entities in JSON"};
constexpr Argument kPolicies{"policies", Kind::values, "FILE", "policies, Cedar or JSON"};
constexpr Argument kRequest{"request", Kind::value, "FILE",
                            "JSON: principal, action, resource, context"};
constexpr Argument kHouse{"house", Kind::flag, "",
                          "as the Gate decides: a forbid that errs denies"};
constexpr Argument kIds{"ids", Kind::flag, "", "policies are named by @id, not by their place"};
constexpr Argument kRulesAuthorize[] = {kPolicies, kEntities, kSchema, kRequest, kIds, kHouse};
constexpr Argument kRulesBench[] = {
    {"policies", Kind::values, "N", "how many drawn policies; usually 1, 10, 100 and 1000"},
    {"rulebook", Kind::value, "DIR", "the rules of a house, on what it asks them, instead"},
    {"requests", Kind::value, "N", "how many requests are drawn; usually 100000"}};
constexpr Argument kRulesBook[] = {
    {"out", Kind::value, "DIR", "where rulebook.html and rulebook.md are written"},
    {"rulebook", Kind::value, "DIR", "directory of *.cedar files; default: the site's"},
    {"theorems", Kind::values, "DIR|FILE", "the theorems; default: those beside the rulebook"}};
constexpr Argument kRulesCheck[] = {
    {"files", Kind::several, "DIR|FILE...",
     "directory of *.cedar files, or files; default: the site's"},
    {"schema", Kind::value, "FILE",
     "validate against this schema, and nothing that is the house's"},
    {"house", Kind::flag, "", "with --schema: what the house demands as well"}};
constexpr Argument kRulesCorpus[] = {
    {"files", Kind::several, "FILE...", "cases in JSON; *.ndjson and -: one a line"},
    {"root", Kind::value, "DIR", "where paths in cases begin; usually here"},
    {"differences", Kind::value, "N", "how many are shown; usually 20"},
    {"threads", Kind::value, "N", "usually one a processor"},
    kIds};
constexpr Argument kRulesDiff[] = {
    {"earlier", Kind::positional, "OLD", "directory of *.cedar files, or a file"},
    {"later", Kind::positional, "NEW", "likewise"},
    {"schema", Kind::value, "FILE", "another schema than that of the house"},
    {"timeout", Kind::value, "MS", "what the solver may take in all; usually 10000"}};
constexpr Argument kRulesFormat[] = {
    {"files", Kind::several, "DIR|FILE...", "directory of *.cedar files, or files"},
    {"check", Kind::flag, "", "only tell which are not formatted"},
    {"write", Kind::flag, "", "replace the files"}};
constexpr Argument kRulesProve[] = {
    {"rulebook", Kind::value, "DIR", "directory of *.cedar files; default: the site's"},
    {"theorems", Kind::values, "DIR|FILE", "the theorems; default: those beside the rulebook"},
    {"schema", Kind::value, "FILE", "another schema than that of the house"},
    {"timeout", Kind::value, "MS", "what the solver may take for a theorem; usually 10000"},
    {"stamp", Kind::value, "FILE", "write there what was proven, if all was; for builds"}};
constexpr Argument kRulesTest[] = {
    {"directory", Kind::positional, "DIR", "with cases, *.json and *.ndjson"},
    {"covered", Kind::flag, "", "be content only if every clause was decided by a test"},
    kIds};
constexpr Argument kRulesTranslate[] = {{"file", Kind::positional, "FILE", "Cedar or JSON"},
                                        {"schema", Kind::flag, "", "it is a schema"}};
constexpr Argument kRulesExplain[] = {
    {"principal", Kind::value, "TYPE::ID", "who asks, e.g. Staff::0"},
    {"action", Kind::value, "ACTION", "what for, e.g. read"},
    {"resource", Kind::value, "TYPE::ID", "on what, e.g. Account::1"},
    {"context", Kind::values, "NAME=VALUE", "e.g. purpose=service_delivery"},
    {"attribute", Kind::values, "NAME=VALUE", "of the resource, e.g. state=open"},
    {"parent", Kind::values, "TYPE::ID", "what the resource is in"},
    {"principal-attribute", Kind::values, "NAME=VALUE", "of who asks, e.g. policy_until=1900000000"},
    {"role", Kind::values, "ROLE", "that who asks is in, e.g. operator"},
    {"rules", Kind::value, "DIR", "directory of *.cedar files; default: the site's"},
    kRequest,
    kPolicies,
    kEntities,
    kSchema,
    kIds,
    kHouse};
constexpr Argument kRulesWhatIf[] = {
    {"as", Kind::value, "WHO", "a role, job or kind of principal, e.g. legal_officer; or TYPE::ID"},
    {"do", Kind::value, "ACTION", "e.g. disclose"},
    {"to", Kind::value, "WHAT", "e.g. Case, or TYPE::ID; of an owner usually the own account"},
    {"purpose", Kind::value, "PURPOSE", "e.g. legal_request; none: without one"},
    {"fact", Kind::values, "NAME=VALUE",
     "what is otherwise than in order, e.g. basis=subpoena, order.until=-1d; without VALUE: unknown"},
    {"norwegian", Kind::flag, "", "explain the rules in Norwegian"},
    {"rules", Kind::value, "DIR", "directory of *.cedar files; default: the site's"}};
constexpr Argument kRuleFiles{"directory", Kind::rule_files, "DIR", "directory of *.cedar files"};
constexpr Argument kRulesFetch[] = {
    {"hash", Kind::positional, "HASH", "the first 8 digits of its SHA-256, or more; records have 16"},
    {"out", Kind::out_rules, "DIR", "where its files are written, empty or absent"}};
constexpr Argument kRulesInstall[] = {
    kRuleFiles, {"statement", Kind::file, "FILE", "signed by both officers"}};
constexpr Argument kRulesSign[] = {
    {"statement", Kind::positional, "STATEMENT", "file that `rules statement` wrote; the signature is added to it"},
    {"as", Kind::value, "OFFICE", "managing_director or second_officer"},
    {"key", Kind::value, "FILE", "your private key, PEM"},
    {"rules", Kind::value, "DIR", "sign only if these are the rules that the statement is about"},
    kYes,
    {"passphrase", Kind::secret, "Passphrase of the private key", ""}};
constexpr Argument kRulesStatement[] = {
    kRuleFiles,
    {"review", Kind::value, "DAY", "by when the rules are looked at again, YYYY-MM-DD (UTC)"},
    {"out", Kind::out_file, "FILE", "write it there"}};
constexpr Argument kUser{"user", Kind::positional, "USER", "Unix user, by name or number"};
constexpr Argument kStaffPut[] = {
    kUser,
    {"role", Kind::values, "ROLE",
     "operator, support, legal_officer, managing_director, second_officer, data_protection_officer"},
    {"until", Kind::value, "DAY", "last day of all four below, YYYY-MM-DD (UTC)"},
    {"policy-until", Kind::value, "DAY", "last day of the policy that was signed"},
    {"secrecy-until", Kind::value, "DAY", "last day of the secrecy agreement"},
    {"agreement-until", Kind::value, "DAY", "last day of the agreement on protection of personal data"},
    {"device-until", Kind::value, "DAY", "last day for which the device is attested"},
    {"mailbox", Kind::value, "ADDRESS", "their own account here: they stay out of cases about it"},
    {"no-mailbox", Kind::flag, "", "they have none any more; without either it stays as it was"},
    {"key", Kind::file, "FILE", "public key with which they sign, PEM, Ed25519; alone: nothing else changes"},
    {"record-key", Kind::file, "FILE",
     "public key to which keys of records are sealed, of a data protection officer, PEM, X25519; likewise"}};
constexpr Argument kStaffRemove[] = {kUser};

// INVARIANT: sorted by name.
constexpr std::array kHouseCommands = {
    Command{"account add", "make an account; its recovery code is shown once", kAdd, add_account},
    Command{"account alias add", "give an account another address", kAliases, add_alias},
    Command{"account alias remove", "take an address away from an account", kAliases, remove_alias},
    Command{"account app-password", "make passwords for mail programs", kAppPassword,
            add_app_passwords},
    Command{"account app-password --revoke-all", "end all app passwords of an account", kByOwner,
            revoke_app_passwords},
    Command{"account delete", "delete an account and destroy its keys", kDelete, delete_account,
            true},
    Command{"account disable", "let nobody sign in; mail is still kept", kOne, disable_account},
    Command{"account enable", "undo disable", kOne, enable_account},
    Command{"account list", "all accounts with what they hold", {}, list_accounts},
    Command{"account password", "change the password, by the old one or the recovery code",
            kPassword, change_password},
    Command{"account password --new-keys", "start anew: all that is stored becomes unreadable",
            kNewKeys, renew_keys, true},
    Command{"account quota", "how much an account may hold", kQuota, set_quota},
    Command{"account recovery-code", "make a new recovery code, shown once; ends the one before",
            kByOwner, replace_recovery_code},
    Command{"account show", "one account: addresses, state, sizes", kOne, show_account},
    Command{"backup", "copy the store into an empty directory, keys apart", kBackup, back_up},
    Command{"consent give", "agree to optional processing", kGiveConsent, give_consent},
    Command{"consent text", "what a consent says", kConsentText, show_consent_text},
    Command{"consent withdraw", "end a consent, as easily as it was given", kWithdrawConsent,
            withdraw_consent},
    Command{"disclosure key put", "put the officers' disclosure key on record", kDisclosureKey, put_disclosure_key},
    Command{"disclosure key show", "the disclosure key, and what is not sealed to it yet", {}, show_disclosure_key},
    Command{"ledger cosign", "take cosignatures of witnesses that were brought by hand", kCosign,
            take_cosignatures},
    Command{"ledger export", "a published entry to be checked elsewhere, by postvern-verify record", kExport,
            export_entry},
    Command{"ledger head", "the latest checkpoint of the access record", {}, head_of_ledger},
    Command{"ledger mine", "who looked at or changed what is yours", kMine, show_own_record},
    Command{"ledger mine --export", "one of those entries to be checked elsewhere, by postvern-verify record",
            kExportMine, export_own_entry},
    Command{"ledger mine --head", "how many of them there are, to be checked by postvern-verify stream", kProveMine,
            prove_own_stream},
    Command{"ledger prove", "proof that a leaf is in the access record", kProve, prove_leaf},
    Command{"ledger replay", "decide an entry again, by the rules and facts of its day", kReplay,
            replay_entry},
    Command{"ledger seal", "seal old keys of records to officers and owners who came later", kByReadingKey, seal_ledger},
    Command{"ledger show", "what was done, by whom and by which rules", kShow, show_ledger},
    Command{"ledger submission", "the newest checkpoint as a witness is asked to cosign it",
            kSubmission, submit_by_hand},
    Command{"ledger verify", "check the access record with the keys of the site", kVerify,
            verify_ledger},
    Command{"ledger verify --key", "check it without keys, as anybody can; opens nothing",
            kVerifyKey, nullptr},
    Command{"ledger witnesses",
            "who outside attests to the access record, and what is amiss",
            {},
            show_witnesses},
    Command{"processor add", "a company that processes data for the house", kAddProcessor, add_processor},
    Command{"processor agreement", "until when the agreement with it is in force; without: ended",
            kSetAgreement, set_agreement},
    Command{"processor end-instruction", "an instruction is in force no more", kEndInstruction,
            end_instruction},
    Command{"processor instruct", "a documented instruction to a processor", kInstruct,
            instruct_processor},
    Command{"processor list", "processors, agreements and instructions", {}, list_processors},
    Command{"processor remove", "take a processor off the record", kProcessor, remove_processor},
    Command{"restore", "put a backup back; the server must be stopped", kRestore, nullptr},
    Command{"retention keep", "keep an account without an end, as before", kByOwner, keep_without_end},
    Command{"retention keep-until", "destroy all of an account after a day", kKeepUntil, keep_until},
    Command{"retention no-snapshots", "keep what is in an account out of backups", kByOwner, want_no_snapshots},
    Command{"retention snapshots", "back an account up, as before", kByOwner,
            want_snapshots},
    Command{"rights lift", "end the restriction of processing", kByOwner, lift_restriction},
    Command{"rights restrict", "have data stored and not processed (GDPR Art. 18)", kByOwner,
            restrict_processing},
    Command{"rights show", "what an owner decided: consents, restriction, retention", kByOwner,
            show_choices},
    Command{"rights tallies off", "let nobody count your own accesses; what was counted goes", kByOwner,
            want_no_tallies},
    Command{"rights tallies on", "have them counted by day and protocol, as before", kByOwner, want_tallies},
    Command{"rules authorize", "decide a request by Cedar policies; answers in JSON",
            kRulesAuthorize, nullptr},
    Command{"rules bench", "how long decisions take here", kRulesBench, nullptr},
    Command{"rules book", "the rulebook as a page, with law, tests, theorems and access", kRulesBook,
            nullptr},
    Command{"rules check", "check rule files; with a schema, validate Cedar policies", kRulesCheck,
            nullptr},
    Command{"rules corpus", "run cases that say what Cedar decides", kRulesCorpus, nullptr},
    Command{"rules diff", "what a change of the rulebook permits and denies anew", kRulesDiff,
            nullptr},
    Command{"rules explain", "what the rules say to a question, and why", kRulesExplain, nullptr},
    Command{"rules fetch", "the files of a rulebook that was in force", kRulesFetch, fetch_rulebook},
    Command{"rules format", "lay out policies, comments kept", kRulesFormat, nullptr},
    Command{"rules history", "every rulebook that was in force, and who signed it", {},
            show_rulebook_history},
    Command{"rules install", "put a rulebook in force that both officers have signed", kRulesInstall,
            install_rulebook},
    Command{"rules prove", "prove what the rulebook promises, for all requests and facts",
            kRulesProve, nullptr},
    Command{"rules sign", "sign a statement on a rulebook, as an officer; needs no site", kRulesSign,
            nullptr},
    Command{"rules statement", "what officers sign to put a rulebook in force", kRulesStatement,
            write_statement},
    Command{"rules status", "the rulebook in force, and whether its review is due", {},
            show_rulebook_status},
    Command{"rules test", "run request tables, and tell what they leave undecided", kRulesTest,
            nullptr},
    Command{"rules translate", "policies or a schema from Cedar to JSON, or back", kRulesTranslate,
            nullptr},
    Command{"rules what-if", "may somebody do something, by which rule and law, and if not, why not",
            kRulesWhatIf, nullptr},
    Command{"staff list", "the people of the house, their roles and what they signed", {}, list_staff},
    Command{"staff put", "enter somebody, or replace what was known of them", kStaffPut, put_staff},
    Command{"staff remove", "take somebody off the record: they act no more", kStaffRemove,
            remove_staff},
    Command{"statistics show", "anonymous numbers of each day, with their noise", {}, show_statistics},
    Command{"statistics verify", "check the signed budget and what was published", {}, verify_statistics},
};

constexpr auto kCommands = [] {
    std::array<Command, kHouseCommands.size() + case_table::kCommands.size()> all{};
    std::merge(kHouseCommands.begin(), kHouseCommands.end(), case_table::kCommands.begin(), case_table::kCommands.end(), all.begin(),
               [](const Command& a, const Command& b) { return a.name < b.name; });
    return all;
}();
static_assert(std::is_sorted(kCommands.begin(), kCommands.end(),
                             [](const Command& a, const Command& b) { return a.name < b.name; }));

}  // namespace

std::span<const Command> commands() noexcept { return kCommands; }

const Command* find_command(std::string_view name) noexcept {
    const auto found = std::lower_bound(
        kCommands.begin(), kCommands.end(), name,
        [](const Command& command, std::string_view to) { return command.name < to; });
    return found != kCommands.end() && found->name == name ? &*found : nullptr;
}

std::vector<std::string> nearest_commands(std::string_view typed) {
    std::vector<std::string_view> names;
    for (const Command& command : kCommands) names.push_back(command.name);
    return policy::nearest_names(typed, names);
}

}  // namespace postvern::services::control
