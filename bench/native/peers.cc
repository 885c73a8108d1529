// peers PEER WORKLOAD N: one C++ peer of the benchmark as a program; prints a line of JSON for each metric.
#include <cstdlib>
#include "gap-sets.hpp"
#include "std-map.hpp"
#ifdef WITH_ICL
#include "icl.hpp"
#endif

template <class Runs>
int play(const std::string& peer, const std::string& workload, uint32_t n) {
  return Drive<Parts<Runs>>(peer, n).run(workload) ? 0 : 2;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::string peer = argv[1], workload = argv[2];
  const uint32_t n = static_cast<uint32_t>(std::atoi(argv[3]));
  if (peer == "std::map") return play<StdMapRuns>(peer, workload, n);
  if (peer == "gap-sets") return play<GapSetRuns>(peer, workload, n);
#ifdef WITH_ICL
  if (peer == "boost::icl") return play<IclRuns>(peer, workload, n);
#endif
  return 2;
}
