// `postvern rules statement|install|status|history|fetch`: how the rules of the house are changed,
// and which were in force when. Only an installation asks the Gate; the others tell what anybody
// whom a decision concerns may know: rules, and who of the house answers for them.
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply write_statement(Desk& desk, const Arguments& arguments);
Reply install_rulebook(Desk& desk, const Arguments& arguments);
Reply show_rulebook_status(Desk& desk, const Arguments& arguments);
Reply show_rulebook_history(Desk& desk, const Arguments& arguments);
Reply fetch_rulebook(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
