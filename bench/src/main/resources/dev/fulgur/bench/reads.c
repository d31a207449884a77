/* Random reads with a fresh snapshot each, in C, on a given liblmdb and environment.
   usage: reads LIBRARY FOLDER KEYS OPS
   for each byte of the standard input it reads OPS times, and prints the nanoseconds of CPU time
   that one read took */
#include "peer.h"

int main(int argc, char **argv)
{
  if (argc != 5) return 2;
  uint64_t keys = strtoull(argv[3], 0, 10);
  long ops = atol(argv[4]);
  unsigned dbi;
  void *txn = open_table(argv[1], argv[2], "reads", &dbi);
  int (*get)(void *, unsigned, val *, val *) = find("mdb_get");
  /* Locals, as a program that is linked with LMDB would call it. */
  int (*renew)(void *) = txn_renew;
  void (*reset)(void *) = txn_reset;
  uint64_t random = 0x9E3779B97F4A7C15ULL, sum = 0;
  while (getchar() != EOF) {
    double start = cpu_ns();
    for (long i = 0; i < ops; i++) {
      next(&random);
      uint64_t bytes = __builtin_bswap64(((random >> 32) * keys) >> 32), first;
      val key = { 8, &bytes }, data;
      check(renew(txn), "mdb_txn_renew");
      check(get(txn, dbi, &key, &data), "mdb_get");
      memcpy(&first, data.data, 8);
      sum += first;
      reset(txn);
    }
    printf("%.2f\n", (cpu_ns() - start) / ops);
    fflush(stdout);
  }
  fprintf(stderr, "%llu\n", (unsigned long long)sum);
  return 0;
}
