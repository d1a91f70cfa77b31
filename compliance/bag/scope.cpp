#include "compliance/bag/scope.hpp"

#include <stdexcept>

#include "compliance/disclosure/lines.hpp"
#include "compliance/disclosure/order.hpp"
#include "compliance/disclosure/refused.hpp"

namespace postvern::compliance::bag {

Scope read_scope(std::string_view text) try {
    const disclosure::CourtOrder order = disclosure::parse_order(text);
    if (!order.defects.empty()) throw records::Unacceptable("the order has a defect: " + order.defects.front());
    Scope scope;
    scope.case_reference = disclosure::to_hex(order.case_reference);
    scope.accounts.insert(order.accounts.begin(), order.accounts.end());
    for (const auto each : order.classes) scope.classes.emplace(disclosure::name(each));
    scope.from = order.window_from;
    scope.until = order.window_until;
    scope.recipient = disclosure::to_hex(order.is_privileged ? order.court_recipient : order.recipient);
    scope.is_privileged = order.is_privileged;
    return scope;
} catch (const disclosure::SyntaxError& error) {
    throw records::Unacceptable(std::string("the order cannot be read: ") + error.what());
}

std::string_view name(records::DataClass data_class) {
    switch (data_class) {
        case records::DataClass::mail: return "mail";
        case records::DataClass::calendar: return "calendar";
        case records::DataClass::contacts: return "contacts";
        case records::DataClass::files: return "files";
    }
    throw std::logic_error("an item of an unknown class");
}

void require_ordered(const Scope& scope, const BagItem& item) {
    const std::string data_class(name(item.data_class));
    if (!scope.accounts.contains(item.account)) {
        throw records::Unacceptable("an item is of an account that the order does not name");
    }
    if (!scope.classes.contains(data_class)) {
        throw records::Unacceptable("an item is of a class that the order does not name: " + data_class);
    }
    if (item.moment < scope.from || item.moment >= scope.until) {
        throw records::Unacceptable("an item lies outside of the order's window");
    }
}

}  // namespace postvern::compliance::bag
