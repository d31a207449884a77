/* A scan of one table with a fresh snapshot each, in C, on a given liblmdb and environment.
   usage: scan LIBRARY FOLDER TABLE
   for each byte of the standard input it goes over all rows, reads the first 8 bytes of each value,
   and prints the nanoseconds of CPU time that one row took */
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
  if (argc != 4) return 2;
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
  int (*cursor_open)(void *, unsigned, void **) = find(library, "mdb_cursor_open");
  void (*cursor_close)(void *) = find(library, "mdb_cursor_close");
  int (*cursor_get)(void *, val *, val *, unsigned) = find(library, "mdb_cursor_get");

  void *env, *txn, *cursor;
  unsigned dbi;
  check(env_create(&env), "mdb_env_create");
  check(env_set_mapsize(env, 4UL << 30), "mdb_env_set_mapsize");
  check(env_set_maxdbs(env, 16), "mdb_env_set_maxdbs");
  check(env_open(env, argv[2], 0x200000 /* MDB_NOTLS */, 0600), "mdb_env_open");
  check(txn_begin(env, 0, 0x20000 /* MDB_RDONLY */, &txn), "mdb_txn_begin");
  check(dbi_open(txn, argv[3], 0, &dbi), "mdb_dbi_open");
  check(txn_commit(txn), "mdb_txn_commit");
  check(txn_begin(env, 0, 0x20000, &txn), "mdb_txn_begin");
  txn_reset(txn);

  uint64_t sum = 0;
  while (getchar() != EOF) {
    long rows = 0;
    val key, data;
    double start = cpu_ns();
    check(txn_renew(txn), "mdb_txn_renew");
    check(cursor_open(txn, dbi, &cursor), "mdb_cursor_open");
    for (int rc = cursor_get(cursor, &key, &data, 0 /* MDB_FIRST */); !rc;
         rc = cursor_get(cursor, &key, &data, 8 /* MDB_NEXT */)) {
      uint64_t first;
      memcpy(&first, data.data, 8);
      sum += first;
      rows++;
    }
    cursor_close(cursor);
    txn_reset(txn);
    printf("%.2f\n", (cpu_ns() - start) / rows);
    fflush(stdout);
  }
  fprintf(stderr, "%llu\n", (unsigned long long)sum);
  return 0;
}
