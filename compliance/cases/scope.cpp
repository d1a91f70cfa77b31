// What is taken of an order: never more than it wants. GDPR Art. 5(1)(c); Straffeprosessloven § 170a
#include <algorithm>

#include "compliance/court_order.hpp"

namespace postvern::compliance {

namespace {

using policy::DisclosureClass;

// What the scope names that no extent has; empty: nothing.
std::string beyond(const std::vector<OrderExtent>& extents, const NarrowerScope& scope) {
    const auto any = [&](auto holds) { return std::any_of(extents.begin(), extents.end(), holds); };
    for (const std::string& account : scope.accounts) {
        if (!any([&](const OrderExtent& each) { return each.account == account; })) return "the account " + account;
    }
    for (const DisclosureClass data_class : scope.classes) {
        if (!any([&](const OrderExtent& each) { return each.data_class == data_class; })) {
            return "the class " + std::string(policy::name(data_class));
        }
    }
    const auto outside = [&](std::int64_t moment) {
        return any([&](const OrderExtent& each) {
            return each.window && (moment < each.window->from || each.window->until < moment);
        });
    };
    if (scope.window_from && outside(*scope.window_from)) return "the beginning of the window";
    if (scope.window_until && outside(*scope.window_until)) return "the end of the window";
    return {};
}

template <typename Word>
bool is_kept(const std::vector<Word>& words, const Word& word) {
    return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Narrowed narrowed(const std::vector<OrderExtent>& extents, const NarrowerScope& scope) {
    Narrowed result;
    result.wider = beyond(extents, scope);
    if (!result.wider.empty()) return result;
    for (OrderExtent each : extents) {
        if (!is_kept(scope.accounts, each.account) || !is_kept(scope.classes, each.data_class)) continue;
        if (each.window) {
            each.window->from = scope.window_from.value_or(each.window->from);
            each.window->until = scope.window_until.value_or(each.window->until);
            if (each.window->until <= each.window->from) {
                return {{}, "the window, which would end before it begins"};
            }
        }
        result.extents.push_back(std::move(each));
    }
    if (result.extents.empty()) result.wider = "all: nothing of it is left";
    return result;
}

}  // namespace postvern::compliance
