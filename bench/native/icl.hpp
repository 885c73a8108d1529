// Runs in a boost::icl::interval_map.
#pragma once
#include <boost/icl/interval_map.hpp>
#include "streams.hpp"

// What a mapped page carries; the newest assignment holds.
struct Content {
  uint32_t token = 0, perm = 0;
  bool operator==(const Content& other) const { return token == other.token && perm == other.perm; }
  Content& operator+=(const Content& other) { return *this = other; }
};

class IclRuns {
 public:
  using Range = boost::icl::right_open_interval<uint32_t>;
  using Map = boost::icl::interval_map<uint32_t, Content, boost::icl::partial_absorber, std::less, boost::icl::inplace_plus,
                                       boost::icl::inter_section, Range>;

  void map(uint32_t from, uint32_t to, uint32_t token, uint32_t perm) { runs_.set({Range(from, to), Content{token, perm}}); }
  void clear(uint32_t from, uint32_t to) { runs_.erase(Range(from, to)); }

  bool protect(uint32_t from, uint32_t to, uint32_t perm) {
    changes_.clear();
    uint32_t covered = from;
    const auto [first, stop] = runs_.equal_range(Range(from, to));
    for (auto it = first; it != stop; ++it) {
      if (it->first.lower() > covered) return false;
      covered = it->first.upper();
      if (it->second.perm == perm) continue;
      changes_.push_back({Range(std::max(from, it->first.lower()), std::min(to, covered)), Content{it->second.token, perm}});
    }
    if (covered < to) return false;
    for (const auto& change : changes_) runs_.set(change);
    return true;
  }

  uint32_t lookup(uint32_t page) {
    const auto it = runs_.find(page);
    return it == runs_.end() ? 0 : it->second.perm;
  }

  bool isFree(uint32_t from, uint32_t to) {
    const auto [first, stop] = runs_.equal_range(Range(from, to));
    return first == stop;
  }

  int64_t firstFree(uint32_t len, uint32_t limit) {
    uint32_t free = 0;
    for (const auto& [range, content] : runs_) {
      if (range.lower() - free >= len) return free;
      free = range.upper();
    }
    return limit - free >= len ? free : -1;
  }

  template <class F>
  void each(F f) {
    for (const auto& [range, content] : runs_) f(range.lower(), range.upper() - range.lower(), content.perm, content.token);
  }

 private:
  Map runs_;
  std::vector<std::pair<Range, Content>> changes_;
};
