// Runs in a std::map by their first page: what a C++ program would write first.
#pragma once
#include <map>
#include "streams.hpp"

struct Run {
  uint32_t end, token, perm;
  bool sameAs(const Run& other) const { return token == other.token && perm == other.perm; }
};

class StdMapRuns {
 public:
  using Map = std::map<uint32_t, Run>;
  using It = Map::iterator;

  void map(uint32_t from, uint32_t to, uint32_t token, uint32_t perm) {
    const It after = carve(from, to);
    const It own = runs_.emplace_hint(after, from, Run{to, token, perm});
    join(own);
    join(after);
  }

  void clear(uint32_t from, uint32_t to) { carve(from, to); }

  bool protect(uint32_t from, uint32_t to, uint32_t perm) {
    It it = endingAfter(from);
    uint32_t covered = from;
    for (It at = it; covered < to; ++at) {
      if (at == runs_.end() || at->first > covered) return false;
      covered = at->second.end;
    }
    if (it->first < from) {
      const Run whole = it->second;
      if (whole.perm != perm) {
        it->second.end = from;
        it = runs_.emplace_hint(std::next(it), from, whole);
      } else {
        ++it;
      }
    }
    for (; it != runs_.end() && it->first < to; ++it) {
      if (it->second.perm != perm) {
        if (it->second.end > to) {
          runs_.emplace_hint(std::next(it), to, it->second);
          it->second.end = to;
        }
        it->second.perm = perm;
      }
      it = join(it);
    }
    join(it);
    return true;
  }

  uint32_t lookup(uint32_t page) {
    It it = runs_.upper_bound(page);
    if (it == runs_.begin()) return 0;
    --it;
    return it->second.end > page ? it->second.perm : 0;
  }

  bool isFree(uint32_t from, uint32_t to) {
    const It it = endingAfter(from);
    return it == runs_.end() || it->first >= to;
  }

  int64_t firstFree(uint32_t len, uint32_t limit) {
    uint32_t free = 0;
    for (const auto& [page, run] : runs_) {
      if (page - free >= len) return free;
      free = run.end;
    }
    return limit - free >= len ? free : -1;
  }

  template <class F>
  void each(F f) {
    for (const auto& [page, run] : runs_) f(page, run.end - page, run.perm, run.token);
  }

 protected:
  // The first run that ends after a page.
  It endingAfter(uint32_t page) {
    It it = runs_.upper_bound(page);
    if (it == runs_.begin()) return it;
    const It before = std::prev(it);
    return before->second.end > page ? before : it;
  }

  // Frees [from, to); the run after it.
  It carve(uint32_t from, uint32_t to) {
    It it = endingAfter(from);
    while (it != runs_.end() && it->first < to) {
      const Run run = it->second;
      if (it->first < from) {
        it->second.end = from;
        ++it;
        if (run.end > to) return runs_.emplace_hint(it, to, run);
      } else if (run.end > to) {
        auto node = runs_.extract(it++);
        node.key() = to;
        return runs_.insert(it, std::move(node));
      } else {
        it = runs_.erase(it);
      }
    }
    return it;
  }

  // Joins a run with its left neighbour if they touch and are equal; what holds its pages then.
  It join(It it) {
    if (it == runs_.begin() || it == runs_.end()) return it;
    const It left = std::prev(it);
    if (left->second.end != it->first || !left->second.sameAs(it->second)) return it;
    left->second.end = it->second.end;
    runs_.erase(it);
    return left;
  }

  Map runs_;
};
