// The streams of bench/drive.ts for C++ peers. A space S supplies:
//   reset(pages, children)
//   map(child, page, len, perm)    unmap(child, page, len)    protect(child, page, len, perm) -> bool
//   lookup(page) -> perm           placeLowest(len, perm) -> page or -1     placeRandom(len, perm) -> page or -1
//   each(f(page, len, perm, token))                                         destroy()
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

struct Xorshift32 {
  uint32_t state;
  uint32_t next() {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
  }
  uint32_t below(uint32_t n) { return next() % n; }
};

inline double now() {
  return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <class S>
class Drive {
 public:
  Drive(std::string peer, uint32_t n) : peer_(std::move(peer)), n_(n) {}

  bool run(const std::string& workload) {
    if (workload == "W1") churn("W1", 1);
    else if (workload == "W1c256") churn("W1c256", 256);
    else if (workload == "W2ff") placement("W2ff", false);
    else if (workload == "W2rand") placement("W2rand", true);
    else if (workload == "W3") bigRanges();
    else if (workload == "W4") protections();
    else if (workload == "W5") teardown();
    else return false;
    return true;
  }

 private:
  enum Kind : uint8_t { MAP, UNMAP, PROTECT, LOOKUP };
  struct Op {
    uint32_t page, len, child;
    Kind kind;
    uint8_t perm;
  };
  static constexpr int kSegments = 5;
  static constexpr uint32_t kSlot = 8;
  static constexpr size_t kChurnOps = 200'000, kPlacementSteps = 50'000, kBigRangeOps = 50'000;
  static constexpr double kSegmentLimit = 1.5e9, kWarmUpLimit = 8e9;

  void churn(const char* name, uint32_t children) {
    const uint32_t pages = kSlot * n_, part = pages / children;
    Xorshift32 random{12345};
    space_.reset(pages, children);
    for (uint32_t i = 0; i < n_; i++) {
      const uint32_t page = i * kSlot, len = 1 + random.below(8), perm = 1 + random.below(3);
      space_.map(page / part, page, std::min(len, part - page % part), perm);
    }
    const size_t warmUp = std::max<size_t>(n_, 20'000);
    std::vector<Op> ops(warmUp + kSegments * kChurnOps);
    for (Op& op : ops) {
      const uint32_t page = random.below(pages - 16), len = 1 + random.below(16), k = random.below(100);
      op.kind = k < 35 ? MAP : k < 60 ? UNMAP : k < 75 ? PROTECT : LOOKUP;
      op.perm = 1 + random.below(3);
      op.page = page;
      op.child = page / part;
      op.len = std::min(len, part - page % part);
    }
    segments(ops, warmUp, kChurnOps);
    finish(name, kChurnOps);
  }

  void placement(const char* name, bool anywhere) {
    struct Mapping { uint32_t page, len; };
    std::vector<Mapping> live;
    Xorshift32 random{23456};
    space_.reset(20 * n_, 1);
    auto unmapOne = [&](uint32_t j) {
      space_.unmap(0, live[j].page, live[j].len);
      live[j] = live.back();
      live.pop_back();
    };
    for (uint32_t i = 0, at = 0; i < 2 * n_; i++) {
      const uint32_t len = 1 + random.below(16), perm = 1 + random.below(3);
      space_.map(0, at, len, perm);
      live.push_back({at, len});
      at += len;
    }
    for (uint32_t k = 2 * n_; k > n_; k--) unmapOne(random.below(k));
    auto play = [&](size_t steps, double limit) {
      const double begin = now();
      for (size_t i = 0; i < steps; i++) {
        if (i % 64 == 0 && now() - begin > limit) {
          cut_ = true;
          return i;
        }
        const uint32_t len = 1 + random.below(16), perm = 1 + random.below(3);
        const int64_t page = anywhere ? space_.placeRandom(len, perm) : space_.placeLowest(len, perm);
        if (page < 0) {
          fail_++;
          random.next();
          continue;
        }
        acc_ = acc_ * 31 + static_cast<uint32_t>(page);
        live.push_back({static_cast<uint32_t>(page), len});
        unmapOne(random.below(static_cast<uint32_t>(live.size())));
      }
      return steps;
    };
    play(std::min<size_t>(std::max<size_t>(n_ / 2, 2000), 200'000), kWarmUpLimit);
    acc_ = fail_ = 0;
    for (int segment = 0; segment < kSegments; segment++) {
      const double begin = now();
      const size_t done = play(kPlacementSteps, kSegmentLimit);
      ns_.push_back((now() - begin) / (2.0 * std::max<size_t>(done, 1)));
    }
    finish(name, 2 * kPlacementSteps);
  }

  void bigRanges() {
    constexpr uint32_t kPages = 16'777'216, kDistance = 262'144;
    Xorshift32 random{34567};
    space_.reset(kPages, 1);
    for (uint32_t i = 0; i < 64; i++)
      space_.map(0, i * kDistance, n_ ? std::min(n_ * 256, kDistance) : kDistance, 1 + random.below(3));
    constexpr size_t warmUp = 2000;
    std::vector<Op> ops(warmUp + kSegments * kBigRangeOps);
    for (Op& op : ops) {
      const uint32_t slot = random.below(64), k = random.below(100);
      op.perm = 1 + random.below(3);
      const uint32_t exponent = random.below(15);
      op.len = n_ ? n_ * 256 : 256u << exponent;
      op.kind = k < 40 ? MAP : k < 60 ? UNMAP : PROTECT;
      op.page = std::min(slot * kDistance + 77, kPages - op.len);
      op.child = 0;
    }
    segments(ops, warmUp, kBigRangeOps);
    finish("W3", kBigRangeOps);
  }

  void protections() {
    Xorshift32 random{45678};
    space_.reset(n_, 1);
    space_.map(0, 0, n_, 1);
    std::vector<Op> ops(n_ + kSegments * kChurnOps);
    for (size_t i = 0; i < ops.size(); i++)
      ops[i] = {random.below(n_), 1, 0, PROTECT, static_cast<uint8_t>(i % 2 == 0 ? 2 : 1)};
    segments(ops, n_, kChurnOps);
    finish("W4", kChurnOps);
  }

  void teardown() {
    std::vector<double> listing, destroying;
    for (int segment = 0; segment < kSegments; segment++) {
      const uint32_t times = std::max<uint32_t>(1, 20'000 / n_);
      double list = 0, destroy = 0;
      uint64_t listed = 0;
      for (uint32_t k = 0; k < times; k++) {
        Xorshift32 random{56789};
        space_.reset(kSlot * n_, 1);
        for (uint32_t i = 0; i < n_; i++) {
          const uint32_t len = 1 + random.below(8), perm = 1 + random.below(3);
          space_.map(0, kSlot * ((i * 2654435769u) & (n_ - 1)), len, perm);
        }
        for (bool timed : {false, true}) {
          uint32_t sum = 0;
          uint64_t entries = 0;
          const double begin = now();
          space_.each([&](uint32_t page, uint32_t len, uint32_t perm, uint32_t token) {
            entries++;
            sum += page ^ len ^ perm ^ token;
          });
          if (timed) {
            list += now() - begin;
            listed += entries;
          }
          acc_ = sum;
        }
        const double begin = now();
        space_.destroy();
        destroy += now() - begin;
      }
      listing.push_back(list / static_cast<double>(listed));
      destroying.push_back(destroy / (static_cast<double>(n_) * times));
    }
    ns_ = listing;
    print("W5-enum", n_, 0, 0);
    ns_ = destroying;
    print("W5-destroy", n_, 0, 0);
  }

  void step(const Op& op) {
    switch (op.kind) {
      case MAP:
        space_.map(op.child, op.page, op.len, op.perm);
        return;
      case UNMAP:
        space_.unmap(op.child, op.page, op.len);
        return;
      case PROTECT:
        prot_++;
        if (!space_.protect(op.child, op.page, op.len, op.perm)) fail_++;
        return;
      case LOOKUP:
        acc_ += space_.lookup(op.page);
    }
  }

  size_t play(const Op* ops, size_t count, double limit) {
    const double begin = now();
    for (size_t done = 0; done < count;) {
      for (const size_t stop = std::min(count, done + 512); done < stop; done++) step(ops[done]);
      if (now() - begin > limit) {
        if (done < count) cut_ = true;
        return done;
      }
    }
    return count;
  }

  void segments(const std::vector<Op>& ops, size_t warmUp, size_t count) {
    play(ops.data(), warmUp, kWarmUpLimit);
    acc_ = fail_ = prot_ = 0;
    for (int segment = 0; segment < kSegments; segment++) {
      const double begin = now();
      const size_t done = play(ops.data() + warmUp + segment * count, count, kSegmentLimit);
      ns_.push_back((now() - begin) / static_cast<double>(done));
    }
  }

  void finish(const char* name, size_t ops) {
    uint32_t hash = 0, live = 0;
    uint32_t page0 = 0, len0 = 0, perm0 = 0, token0 = 0;
    auto close = [&] {
      if (len0 == 0) return;
      live++;
      for (uint32_t value : {page0, len0, perm0}) hash = hash * 31 + value;
    };
    if (!cut_) {
      space_.each([&](uint32_t page, uint32_t len, uint32_t perm, uint32_t token) {
        if (len0 != 0 && page0 + len0 == page && perm0 == perm && token0 == token) {
          len0 += len;
          return;
        }
        close();
        page0 = page, len0 = len, perm0 = perm, token0 = token;
      });
      close();
    }
    print(name, ops, live, hash);
    space_.destroy();
  }

  void print(const char* workload, size_t ops, uint32_t live, uint32_t hash) {
    printf("{\"peer\":\"%s\",\"wl\":\"%s\",\"n\":%u,\"ops\":%zu,\"ns\":[", peer_.c_str(), workload, n_, ops);
    for (size_t i = 0; i < ns_.size(); i++) printf("%s%.2f", i ? "," : "", ns_[i]);
    printf("],\"live\":%u,\"acc\":%u,\"prot\":%u,\"fail\":%u,\"chk\":%u,\"cut\":%s}\n", live, acc_, prot_, fail_, hash,
           cut_ ? "true" : "false");
  }

  S space_;
  std::string peer_;
  uint32_t n_;
  uint32_t acc_ = 0, prot_ = 0, fail_ = 0;
  bool cut_ = false;
  std::vector<double> ns_;
};

// An address space of equal parts, each a structure of type Runs.
template <class Runs>
class Parts {
 public:
  void reset(uint32_t pages, uint32_t children) {
    pages_ = pages;
    part_ = pages / children;
    parts_.assign(children, Runs());
    random_ = Xorshift32{99};
  }
  void map(uint32_t child, uint32_t page, uint32_t len, uint32_t perm) { parts_[child].map(page, page + len, page, perm); }
  void unmap(uint32_t child, uint32_t page, uint32_t len) { parts_[child].clear(page, page + len); }
  bool protect(uint32_t child, uint32_t page, uint32_t len, uint32_t perm) {
    return parts_[child].protect(page, page + len, perm);
  }
  uint32_t lookup(uint32_t page) { return parts_[page / part_].lookup(page); }
  int64_t placeLowest(uint32_t len, uint32_t perm) {
    const int64_t page = parts_[0].firstFree(len, pages_);
    if (page >= 0) parts_[0].map(page, page + len, page, perm);
    return page;
  }
  int64_t placeRandom(uint32_t len, uint32_t perm) {
    for (int tries = 0; tries < 1000; tries++) {
      const uint32_t page = random_.below(pages_ - len + 1);
      if (!parts_[0].isFree(page, page + len)) continue;
      parts_[0].map(page, page + len, page, perm);
      return page;
    }
    return -1;
  }
  template <class F>
  void each(F f) {
    for (Runs& runs : parts_) runs.each(f);
  }
  void destroy() { parts_.clear(); }

 protected:
  uint32_t pages_ = 0, part_ = 1;
  std::vector<Runs> parts_;
  Xorshift32 random_{99};
};
