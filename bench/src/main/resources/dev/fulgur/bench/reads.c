/* Random reads with a fresh snapshot each, in C, on a given liblmdb and environment.
   usage: reads LIBRARY FOLDER KEYS OPS
   for each byte of the standard input it reads OPS times, and prints the nanoseconds of CPU time
   that one read took */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { size_t size; void *data; } val;

static void *find(void *library, const char *name)
{
  void *function = dlsym(library, name);
  if (!function) { fprintf(stderr, "no %s\n", name); exit(2); }
  return function;
}

static void check(int rc, const char *call)
{
  if (rc) { fprintf(stderr, "%s: %d\n", call, rc); exit(2); }
}

static double cpu_ns(void)
{
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

int main(int argc, char **argv)
{
  if (argc != 5) return 2;
  void *library = dlopen(argv[1], RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 2; }
  int (*env_create)(void **) = find(library, "mdb_env_create");
  int (*env_set_mapsize)(void *, size_t) = find(library, "mdb_env_set_mapsize");
  int (*env_set_maxdbs)(void *, unsigned) = find(library, "mdb_env_set_maxdbs");
  int (*env_open)(void *, const char *, unsigned, unsigned) = find(library, "mdb_env_open");
  int (*txn_begin)(void *, void *, unsigned, void **) = find(library, "mdb_txn_begin");
  int (*txn_commit)(void *) = find(library, "mdb_txn_commit");
  void (*txn_reset)(void *) = find(library, "mdb_txn_reset");
  int (*txn_renew)(void *) = find(library, "mdb_txn_renew");
  int (*dbi_open)(void *, const char *, unsigned, unsigned *) = find(library, "mdb_dbi_open");
  int (*get)(void *, unsigned, val *, val *) = find(library, "mdb_get");

  uint64_t keys = strtoull(argv[3], 0, 10);
  long ops = atol(argv[4]);
  void *env, *txn;
  unsigned dbi;
  check(env_create(&env), "mdb_env_create");
  check(env_set_mapsize(env, 1UL << 30), "mdb_env_set_mapsize");
  check(env_set_maxdbs(env, 4), "mdb_env_set_maxdbs");
  check(env_open(env, argv[2], 0x200000 /* MDB_NOTLS */, 0600), "mdb_env_open");
  check(txn_begin(env, 0, 0x20000 /* MDB_RDONLY */, &txn), "mdb_txn_begin");
  check(dbi_open(txn, "reads", 0, &dbi), "mdb_dbi_open");
  check(txn_commit(txn), "mdb_txn_commit");
  check(txn_begin(env, 0, 0x20000, &txn), "mdb_txn_begin");
  txn_reset(txn);

  uint64_t random = 0x9E3779B97F4A7C15ULL, sum = 0;
  while (getchar() != EOF) {
    double start = cpu_ns();
    for (long i = 0; i < ops; i++) {
      random ^= random << 13;
      random ^= random >> 7;
      random ^= random << 17;
      uint64_t bytes = __builtin_bswap64(((random >> 32) * keys) >> 32), first;
      val key = { 8, &bytes }, data;
      check(txn_renew(txn), "mdb_txn_renew");
      check(get(txn, dbi, &key, &data), "mdb_get");
      memcpy(&first, data.data, 8);
      sum += first;
      txn_reset(txn);
    }
    printf("%.2f\n", (cpu_ns() - start) / ops);
    fflush(stdout);
  }
  fprintf(stderr, "%llu\n", (unsigned long long)sum);
  return 0;
}
