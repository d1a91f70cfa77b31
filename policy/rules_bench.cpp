#include "policy/rules_bench.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "policy/engine/authorization.hpp"
#include "policy/engine/compiled/authorizer.hpp"
#include "policy/engine/compiled/request_builder.hpp"
#include "policy/language/schema/reading.hpp"
#include "policy/tools/bench_measure.hpp"
#include "policy/tools/bench_workload.hpp"

namespace postvern::policy {

using engine::Strictness;
using engine::compiled::CompiledRequest;
using engine::compiled::CompiledVerdict;
using engine::compiled::EntityTable;
using engine::compiled::Image;
using engine::compiled::RequestBuilder;

using tools::BenchClock;
using tools::measure;
using tools::nanoseconds;

namespace {

constexpr std::size_t kMostInterpreted = 2000;  // requests: the interpreter is slow

// One size of the workload, loaded.
class Bench {
  public:
    Bench(std::size_t policies, std::size_t requests)
        : workload_(tools::draw_workload(policies, requests)) {
        const auto begin = BenchClock::now();
        load();
        load_ = nanoseconds(BenchClock::now() - begin) / 1e6;
        for (const auto& entity : workload_.entities) entities_.add(entity);
    }

    BenchRow run(const std::function<std::uint64_t()>& allocations) {
        BenchRow row;
        row.policies = set_.policies().size();
        row.requests = workload_.requests.size();
        row.load_milliseconds = load_;
        row.prepared = prepared(allocations);
        row.from_strings = from_strings(allocations);
        row.interpreted = interpreted(allocations);
        return row;
    }

  private:
    void load() {
        const auto schema = language::schema::read_schema({"schema", workload_.schema},
                                                          language::schema::SchemaFormat::human);
        set_.read({"policies", workload_.policies});
        std::vector<const language::PolicySyntax*> syntax;
        for (const auto& entry : set_.policies()) syntax.push_back(&entry.syntax);
        table_ = EntityTable::make(Image::compile(syntax, &schema), workload_.entities);
    }

    BenchTimes prepared(const std::function<std::uint64_t()>& allocations) {
        CompiledRequest request;
        return compiled(
            allocations,
            [&](RequestBuilder& builder, std::size_t i) {
                request = build(builder, workload_.requests[i]);
            },
            [&](RequestBuilder&, std::size_t) { return request; });
    }

    BenchTimes from_strings(const std::function<std::uint64_t()>& allocations) {
        return compiled(
            allocations, [](RequestBuilder&, std::size_t) {},
            [&](RequestBuilder& builder, std::size_t i) {
                return build(builder, workload_.requests[i]);
            });
    }

    // Decides the requests that `ask` gives, after what `prepare` did unmeasured.
    template <class Prepare, class Ask>
    BenchTimes compiled(const std::function<std::uint64_t()>& allocations, Prepare prepare,
                        Ask ask) {
        RequestBuilder builder(table_);
        engine::compiled::Authorizer authorizer(table_);
        CompiledVerdict verdict;
        verdict.reserve(set_.policies().size());
        return measure(
            workload_.requests.size(), allocations, [&](std::size_t i) { prepare(builder, i); },
            [&](std::size_t i) { authorizer.decide(ask(builder, i), Strictness::cedar, verdict); });
    }

    // As a host has it: names and values one by one.
    static CompiledRequest build(RequestBuilder& builder, const language::Request& request) {
        builder.begin();
        const auto principal = builder.entity(request.principal);
        const auto action = builder.entity(request.action);
        const auto resource = builder.entity(request.resource);
        return builder.finish(principal, action, resource, record(builder, request.context));
    }

    static const engine::compiled::Cell* record(RequestBuilder& builder,
                                                const language::Record& context) {
        std::array<engine::compiled::NamedCell, tools::kMostFields> fields;
        std::size_t count = 0;
        for (const language::Field& field : context.fields()) {
            auto& cell = fields.at(count++);
            cell.name = builder.symbol(field.name);
            if (const std::string* const text = field.value.as_string()) {
                cell.value = builder.text(*text);
            } else if (const auto* const nested = field.value.as_record()) {
                cell.value = engine::compiled::pointer_cell(record(builder, *nested),
                                                            engine::compiled::Tag::record);
            } else {
                cell.value = builder.encode(field.value);
            }
        }
        return builder.record({fields.data(), count});
    }

    BenchTimes interpreted(const std::function<std::uint64_t()>& allocations) {
        const std::size_t count = std::min(workload_.requests.size(), kMostInterpreted);
        return measure(
            count, allocations, [&](std::size_t i) { check(i); },
            [&](std::size_t i) {
                engine::authorize(set_, entities_, workload_.requests[i], Strictness::cedar);
            });
    }

    // Throws std::logic_error if the engines differ on the request.
    void check(std::size_t i) {
        if (checked_ > i) return;
        checked_ = i + 1;
        const auto response =
            engine::authorize(set_, entities_, workload_.requests[i], Strictness::cedar);
        RequestBuilder builder(table_);
        builder.begin();
        engine::compiled::Authorizer authorizer(table_);
        CompiledVerdict verdict;
        authorizer.decide(builder.finish(workload_.requests[i]), Strictness::cedar, verdict);
        if (verdict.permitted != response.permitted ||
            verdict.determining.size() != response.determining.size() ||
            verdict.errors.size() != response.errors.size()) {
            throw std::logic_error("the engines differ on request " + std::to_string(i));
        }
    }

    tools::BenchWorkload workload_;
    language::PolicySet set_;
    engine::Entities entities_;
    std::shared_ptr<const EntityTable> table_;
    double load_ = 0;
    std::size_t checked_ = 0;  // requests on which the engines were compared
};

}  // namespace

std::vector<BenchRow> bench_rules(const BenchOptions& options) {
    std::vector<BenchRow> rows;
    for (const std::size_t size : options.sizes) {
        Bench bench(size, options.requests);
        rows.push_back(bench.run(options.allocations));
    }
    return rows;
}

}  // namespace postvern::policy
