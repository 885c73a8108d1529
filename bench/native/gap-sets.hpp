// The std::map with an ordered set of free ranges for each length up to 16 pages (and one for all longer ones): the exact lowest
// fit of a short request in O(log n). Only for W2ff, where a mapping is always unmapped whole.
#pragma once
#include <set>
#include "std-map.hpp"

class GapSetRuns : public StdMapRuns {
 public:
  int64_t firstFree(uint32_t len, uint32_t limit) {
    limit_ = limit;
    if (!ready_) build();
    found_ = kLongest + 1;
    for (uint32_t size = len; size <= kLongest; size++) {
      if (gaps_[size].empty()) continue;
      if (found_ > kLongest || *gaps_[size].begin() < *gaps_[found_].begin()) found_ = size;
    }
    return found_ > kLongest ? -1 : static_cast<int64_t>(*gaps_[found_].begin());
  }

  // After a search, a map is of what it found: nothing is there to carve, and equal tokens never meet.
  void map(uint32_t from, uint32_t to, uint32_t token, uint32_t perm) {
    if (!ready_) return StdMapRuns::map(from, to, token, perm);
    const It after = runs_.upper_bound(from);
    const uint32_t gapEnd = after == runs_.end() ? limit_ : after->first;
    gaps_[found_].erase(gaps_[found_].begin());
    if (gapEnd > to) gaps_[sizeClass(gapEnd - to)].insert(to);
    runs_.emplace_hint(after, from, Run{to, token, perm});
  }

  void clear(uint32_t from, uint32_t to) {
    if (!ready_) return StdMapRuns::clear(from, to);
    const It after = runs_.erase(runs_.find(from));
    const uint32_t gapEnd = after == runs_.end() ? limit_ : after->first;
    const uint32_t gapStart = after == runs_.begin() ? 0 : std::prev(after)->second.end;
    if (gapStart < from) gaps_[sizeClass(from - gapStart)].erase(gapStart);
    if (gapEnd > to) gaps_[sizeClass(gapEnd - to)].erase(to);
    gaps_[sizeClass(gapEnd - gapStart)].insert(gapStart);
  }

 private:
  static constexpr uint32_t kLongest = 16;
  static uint32_t sizeClass(uint32_t gap) { return std::min(gap, kLongest); }

  void build() {
    uint32_t free = 0;
    for (const auto& [page, run] : runs_) {
      if (page > free) gaps_[sizeClass(page - free)].insert(free);
      free = run.end;
    }
    if (limit_ > free) gaps_[sizeClass(limit_ - free)].insert(free);
    ready_ = true;
  }

  std::set<uint32_t> gaps_[kLongest + 1];
  uint32_t found_ = 0, limit_ = 0;
  bool ready_ = false;
};
