// The commands on rules: everything that a person or a machine does with Cedar files without a
// site. Each reads files and prints; only `rules format --write`, `rules book` and `rules sign` write any. They throw Refused
// and std::exception with what is wrong, where, and what to do.
#pragma once

#include "services/cli/arguments.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::cli {

struct Streams;

control::Reply answer_what_if(const Invocation& invocation);
control::Reply authorize_by_rules(const Invocation& invocation);
control::Reply bench_rules(const Invocation& invocation);
control::Reply check_rules(const Invocation& invocation);
control::Reply compare_rules(const Invocation& invocation);
control::Reply explain_rules(const Invocation& invocation);
control::Reply format_rules(const Invocation& invocation);
control::Reply prove_rules(const Invocation& invocation);
control::Reply run_rule_corpus(const Invocation& invocation);
// Shows what is signed on `streams.err`, and asks for the passphrase and for agreement.
control::Reply sign_rules(const Invocation& invocation, const Streams& streams);
control::Reply test_rules(const Invocation& invocation);
control::Reply translate_rules(const Invocation& invocation);
control::Reply write_rule_book(const Invocation& invocation);

}  // namespace postvern::services::cli
