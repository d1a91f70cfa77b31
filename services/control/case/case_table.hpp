// The rows of the commands `case ...`, a part of the table of commands (services/control/commands.cpp).
#pragma once

#include <array>

#include "services/control/case/case_commands.hpp"
#include "services/control/command.hpp"

namespace postvern::services::control::case_table {

using Kind = ArgumentKind;

inline constexpr Argument kCase{"case", Kind::positional, "CASE", "number of the case, or its reference"};
inline constexpr Argument kReason{"reason", Kind::value, "TEXT", "why, in words"};
inline constexpr Argument kOffice{"office", Kind::value, "OFFICE", "in which of your offices; usually the one that takes the step"};
inline constexpr Argument kNorwegian{"norwegian", Kind::flag, "", "the letter that answers is in Norwegian"};
inline constexpr Argument kEvidence{"evidence", Kind::values, "EVIDENCE", "that is at hand and is no paper, e.g. verified_sender, court_call_back"};
inline constexpr Argument kSignature{"signature", Kind::octets_files, "FILE", "the document that you signed, as postvern-officer wrote it"};
inline constexpr Argument kEnclosure{"enclosure", Kind::octets_files, "FILE", "what came with the letter; sealed and hashed"};
inline constexpr Argument kBasis{"basis", Kind::value, "BASIS", "what it rests on, otherwise than proposed"};
inline constexpr Argument kRoute{"route", Kind::value, "ROUTE", "by which road it came"};
inline constexpr Argument kReference{"reference", Kind::values, "OFFICE", "whose decision or reference is on file"};
inline constexpr Argument kUntil{"until", Kind::value, "MOMENT", "a day (its end, UTC) or 2026-03-01T09:30:00Z"};
inline constexpr Argument kAnswerBy{"answer-by", Kind::value, "DAY", "until when the letter asks for an answer, YYYY-MM-DD"};
inline constexpr Argument kOut{"out", Kind::out_file, "FILE", "write it there"};

inline constexpr Argument kOne[] = {kCase};
inline constexpr Argument kList[] = {{"all", Kind::flag, "", "closed ones too"}};
inline constexpr Argument kNew[] = {
    {"request", Kind::octets_files, "FILE", "the fields of the letter, request.toml; without any option they are asked for"},
    kEnclosure,
    {"named", Kind::values, "USER", "somebody of the house whom the letter names: kept out of the case"},
    {"instrument", Kind::asked, "ID", "What kind of letter (court_order, police_request, ...)"},
    {"authority-kind", Kind::asked, "ID", "What kind of sender"},
    {"section", Kind::asked, "TEXT", "Section of the statute that it cites"},
    {"authority", Kind::asked, "NAME", "Issuing authority"},
    {"country", Kind::asked, "CC", "Country, two letters"},
    {"person-signing", Kind::asked, "NAME", "Who signed"},
    {"contact", Kind::asked, "TEXT", "Where the authority is reached"},
    {"case-number", Kind::asked, "TEXT", "Their case number"},
    {"date", Kind::asked, "DAY", "Date of the letter, YYYY-MM-DD"},
    {"accounts", Kind::asked, "ADDRESSES", "Accounts, as the letter writes them"},
    {"classes", Kind::asked, "CLASSES", "Classes of data: mail calendar contacts files subscriber"},
    {"window-from", Kind::asked, "DAY", "First day of what it wants, YYYY-MM-DD"},
    {"window-until", Kind::asked, "DAY", "Last day"},
    {"deadline", Kind::asked, "DAY", "By when it wants an answer"},
    {"summary", Kind::asked, "TEXT", "What else it says"}};
inline constexpr Argument kClassify[] = {
    kCase, {"confirm", Kind::flag, "", "take it as it is proposed"}, kBasis, kRoute, kReference, kReason, kNorwegian};
inline constexpr Argument kAdvance[] = {
    kCase,
    {"step", Kind::positional, "STEP", "authenticate, reject, preserve, await-court, scope, ...: `case show` tells which"},
    kEvidence,
    kReason,
    kUntil,
    {"basis", Kind::value, "BASIS", "unverified_sender: reject what nobody could be found out to have sent"},
    {"silence", Kind::value, "SILENCE", "court (with --until) or statutory"},
    {"person", Kind::value, "USER", "whom it is about: recuse"},
    {"account", Kind::values, "ADDRESS", "scope: of the order's accounts only this one"},
    {"class", Kind::values, "CLASS", "scope: of its classes only this one"},
    {"window-from", Kind::value, "MOMENT", "scope: a later beginning of its window, 2026-03-01T09:30:00Z or a day"},
    {"window-until", Kind::value, "MOMENT", "scope: an earlier end; a day is included"},
    {"binding-paper", Kind::octets_files, "FILE", "order or request that a preservation rests on"},
    {"decision", Kind::octets_files, "FILE", "the managing director's decision"},
    {"counsel", Kind::octets_files, "FILE", "counsel's opinion"},
    {"secrecy", Kind::octets_files, "FILE", "consent, ruling or statute that lifts secrecy"},
    {"silence-paper", Kind::octets_files, "FILE", "decision that orders silence"},
    {"waiver", Kind::octets_files, "FILE", "decision of the court that waives notice"},
    {"contest", Kind::octets_files, "FILE", "demand of a review, or an appeal"},
    {"ruling", Kind::octets_files, "FILE", "of the court"},
    {"withdrawal", Kind::octets_files, "FILE", "of the request"},
    {"release", Kind::octets_files, "FILE", "that silence is released"},
    kAnswerBy,
    kOffice,
    kNorwegian};
inline constexpr Argument kOrderSignature{"order-signature", Kind::octets_files, "FILE", "the order's detached CMS signature (.p7s), DER or PEM"};
inline constexpr Argument kAttach[] = {kCase, kEnclosure, kOrderSignature, kEvidence, kReason};
inline constexpr Argument kOrder[] = {
    kCase,
    {"fields", Kind::octets_files, "FILE", "the fields of the order, as `case order --form` lays them out"},
    {"document", Kind::octets_files, "FILE", "the order as it was received"},
    kOrderSignature,
    kRoute,
    kReference};
inline constexpr Argument kForm[] = {kCase, {"form", Kind::flag, "", ""}, kOut};
inline constexpr Argument kText[] = {kCase, {"text", Kind::flag, "", ""}, kOut};
inline constexpr Argument kValidate[] = {kCase, kSignature, kEvidence};
inline constexpr Argument kApprove[] = {kCase, kSignature, kOffice};
inline constexpr Argument kAttest[] = {kCase, kSignature};
inline constexpr Argument kRevoke[] = {kCase, kSignature, kOffice, kReason};
inline constexpr Argument kObject[] = {kCase, kReason};
inline constexpr Argument kAnswer[] = {kCase,
                                       kReason,
                                       {"told-court", Kind::flag, "", "the court was told of objection and answer"},
                                       {"told-counsel", Kind::flag, "", "counsel of the owner was told"},
                                       kNorwegian};
inline constexpr Argument kAppoint[] = {kCase,
                                        {"person", Kind::value, "USER", "who stands in"},
                                        {"seat", Kind::value, "OFFICE", "managing_director or second_officer"},
                                        {"signature", Kind::octets_files, "FILE", "the appointment as two devices wrote it: yours and a validator's; given twice"},
                                        kReason};
inline constexpr Argument kRequest[] = {
    kCase,
    {"days", Kind::value, "N", "for how many days it stands, 1 to 14; usually 7"},
    {"out", Kind::out_octets, "FILE", "write it there, for the officers' devices"}};
inline constexpr Argument kExtract[] = {
    kCase,
    {"partials", Kind::octets_files, "FILE", "what two holders' devices wrote: given twice"},
    {"certificate", Kind::octets_files, "FILE", "of whom the order names, PEM or DER"},
    {"out", Kind::out_octets, "FILE", "write the sealed bag there"}};
inline constexpr Argument kDeliver[] = {
    kCase, {"receipt", Kind::octets_files, "FILE", "signed by who took it over"}, kNorwegian};
inline constexpr Argument kReport[] = {
    {"from", Kind::value, "PERIOD", "first period: 2027, 2027-H1, 2027-Q3 or 2027-03; usually last year"},
    {"until", Kind::value, "PERIOD", "last one, of the same form; it must have ended"},
    {"html", Kind::flag, "", "as a page; usually JSON, which the data protection officer signs"},
    {"csv", Kind::flag, "", "as a table"},
    {"previous", Kind::value, "SHA256", "of the JSON of the report before this one"},
    {"interim", Kind::flag, "", "also of a period that has not ended: for the house alone, not for publication"},
    {"out", Kind::out_file, "FILE", "write it there"}};
inline constexpr Argument kNotify[] = {kCase, kNorwegian};
inline constexpr Argument kRecall[] = {
    kCase,
    {"ruling", Kind::octets_files, "FILE", "by which the order was quashed"},
    {"court", Kind::value, "NAME", "whose ruling it is"},
    {"number", Kind::value, "N", "of the ruling, at the court"},
    {"date", Kind::value, "DAY", "of the ruling, YYYY-MM-DD"},
    kAnswerBy,
    kNorwegian};
inline constexpr Argument kLetter[] = {
    kCase,
    {"letter", Kind::positional, "LETTER", "complaint_answer, owner_answer, nothing_held or hand_over_receipt"},
    kReason,
    {"received", Kind::value, "DAY", "when the letter came that is answered, YYYY-MM-DD"},
    {"owner", Kind::value, "ADDRESS", "which owner is answered, in a case about several accounts"},
    kEnclosure,
    kAnswerBy,
    kNorwegian};
inline constexpr Argument kLetters[] = {kCase,
                                        {"paper", Kind::value, "N", "this letter or other paper; without: which letters there are"},
                                        {"pdf", Kind::flag, "", "typeset; with --out"},
                                        {"octets", Kind::flag, "", "as it is; with --out"},
                                        {"out", Kind::out_octets, "FILE", "write it there, with --pdf or --octets"}};

inline constexpr Argument kPart[] = {kCase,
                                     {"paper", Kind::value, "N", "of this paper"},
                                     {"from", Kind::value, "N", "octets before the part, as many as it begins behind"},
                                     {"out", Kind::out_octets, "FILE", "write the part there"}};

// INVARIANT: sorted by name.
inline constexpr std::array kCommands = {
    Command{"case advance", "take a step in a case", kAdvance, advance_case},
    Command{"case answer", "answer an objection, with reasons", kAnswer, answer_objection},
    Command{"case appoint", "appoint who approves in the place of one who is away or recused", kAppoint, appoint_substitute},
    Command{"case approve", "approve the execution of an order, by your signature", kApprove, approve_case},
    Command{"case attach", "add papers to a case", kAttach, attach_to_case},
    Command{"case attest", "state that no objection stands, by your signature", kAttest, attest_case},
    Command{"case classify", "what the rules of requests propose, and to confirm it or not", kClassify, classify_case},
    Command{"case close", "end a case", kOne, close_case},
    Command{"case deadlines", "time limits that run, and what is overdue", {}, list_deadlines},
    Command{"case deliver", "hand a bag over, against a receipt", kDeliver, deliver_case},
    Command{"case extract", "open what two holders' partials open, into a bag for whom the order names", kExtract, extract_case},
    Command{"case letter", "write a letter that no step writes: an answer to a complaint, a form", kLetter, write_letter},
    Command{"case letters", "letters and papers of a case, as text, PDF or octets", kLetters, show_letters},
    Command{"case list", "open cases that you may see", kList, list_cases},
    Command{"case new", "open a case from a letter that asks for data", kNew, new_case},
    Command{"case notify", "tell the owner", kNotify, notify_owner},
    Command{"case object", "object to a disclosure, which suspends it", kObject, object_to_case},
    Command{"case order", "enter a court order that was received", kOrder, enter_order},
    Command{"case order --form", "an empty form of the fields of an order", kForm, write_order_form},
    Command{"case order --text", "the text of the order on file, which validators sign", kText, write_order_text},
    Command{"case part", "16 MiB of a paper at most, as the tool fetches a large one", kPart, show_part},
    Command{"case recall", "recall what was handed over: the order was quashed", kRecall, recall_case},
    Command{"case report", "the transparency report", kReport, report_cases},
    Command{"case request", "make the request for extraction, for the holders to approve", kRequest, request_extraction},
    Command{"case revoke", "end a request for extraction, by your signature: nothing is opened by it any more", kRevoke, revoke_request},
    Command{"case show", "all of a case: state, clocks, papers, steps", kOne, show_case},
    Command{"case validate", "find an order valid, by your signature: two persons do", kValidate, validate_order},
};

}  // namespace postvern::services::control::case_table
