// The request and what is known of its entities: filled with what is in order, then with what a
// person says otherwise. Not thread-safe; the schema must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/request.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/rules_what_if.hpp"

namespace postvern::policy::what_if {

class Situation {
  public:
    // `now`: what times are counted from, Unix seconds; the moment of the question, unless a fact
    // says otherwise.
    Situation(const language::schema::Schema& schema, language::Request request,
              language::Entity principal, std::int64_t now);

    // Throws std::invalid_argument for a name that is none or several, with the nearest, and for a
    // value that is not of its type. An empty value takes the fact away.
    void tell(const std::string& name, const std::string& value) { set(name, value, true); }

    // The same of the purpose; `told`: by somebody, or it goes without saying.
    void say_purpose(const std::string& purpose, bool told) {
        set("context.purpose", purpose, told);
    }

    // Fills in what the house takes for granted; what is told after that replaces it.
    void assume();

    // Throws std::invalid_argument if the schema allows no such request or entities.
    void check() const;

    const language::Request& request() const { return request_; }
    // Principal and resource.
    std::vector<language::Entity> entities() const;
    // In the order principal, resource, context, and by name.
    std::vector<KnownFact> facts() const;

  private:
    // Where a fact may stand.
    struct Place {
        std::string holder;  // "principal", "resource" or "context"
        std::string path;    // "basis", "order.validated"
        language::schema::TypePointer type;
    };

    void set(const std::string& name, const std::string& value, bool told);
    void add_places(const std::string& holder, const std::vector<language::schema::Attribute>& all);
    const Place& place_of(const std::string& name) const;
    language::Record& record_of(const std::string& holder);
    const language::Record& record_of(const std::string& holder) const;
    language::Value read(const Place& place, const language::schema::Type& type,
                         const std::string& text) const;
    std::int64_t read_number(const Place& place, const std::string& text) const;

    const language::schema::Schema& schema_;
    language::Request request_;
    language::Entity principal_;
    language::Entity resource_;
    std::int64_t now_;
    std::vector<Place> places_;
    std::vector<std::string> told_;  // holder.path
};

}  // namespace postvern::policy::what_if
