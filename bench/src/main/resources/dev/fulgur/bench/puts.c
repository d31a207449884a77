/* Puts of records with one index in transactions of 1,000, in C, on a given liblmdb.
   usage: puts LIBRARY FOLDER RECORDS VALUE_BYTES
   makes an environment in FOLDER of so many records under 8-byte keys, each with an index row of
   its group and its key; for each byte of the standard input it puts 1,000 records, half of them
   new and half at random over the first RECORDS, commits, and prints the microseconds of CPU time
   that one put took without the commit. A put reads the old record, deletes its index row, and
   writes the new index row and the record. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PUTS = 1000, SLICE = 10000 };

typedef struct { size_t size; void *data; } val;

static void *library;
static int (*txn_begin)(void *, void *, unsigned, void **);
static int (*txn_commit)(void *);
static int (*get)(void *, unsigned, val *, val *);
static int (*put)(void *, unsigned, val *, val *, unsigned);
static int (*del)(void *, unsigned, val *, val *);
static void *env;
static unsigned entries, by_group;
static size_t value_bytes;

static void *find(const char *name)
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

static void put_record(void *txn, uint64_t number, uint64_t group)
{
  char record[4096];
  uint64_t key = __builtin_bswap64(number), row[2] = { __builtin_bswap64(group), key };
  val k = { 8, &key }, index = { 16, row }, v;
  int rc = get(txn, entries, &k, &v);
  if (!rc) {
    uint64_t old[2] = { 0, key };
    memcpy(old, v.data, 8);
    if (old[0] != row[0]) {
      val old_index = { 16, old };
      check(del(txn, by_group, &old_index, 0), "mdb_del");
    }
  } else if (rc != -30798 /* MDB_NOTFOUND */) {
    check(rc, "mdb_get");
  }
  memset(record, (int)number, value_bytes);
  memcpy(record, row, 8);
  val empty = { 0, 0 }, whole = { value_bytes, record };
  check(put(txn, by_group, &index, &empty, 0), "mdb_put");
  check(put(txn, entries, &k, &whole, 0), "mdb_put");
}

static uint64_t group_of(uint64_t number)
{
  return number * 0x9E3779B9ULL % 997;
}

int main(int argc, char **argv)
{
  if (argc != 5) return 2;
  library = dlopen(argv[1], RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 2; }
  int (*env_create)(void **) = find("mdb_env_create");
  int (*env_set_mapsize)(void *, size_t) = find("mdb_env_set_mapsize");
  int (*env_set_maxdbs)(void *, unsigned) = find("mdb_env_set_maxdbs");
  int (*env_open)(void *, const char *, unsigned, unsigned) = find("mdb_env_open");
  void (*env_close)(void *) = find("mdb_env_close");
  int (*dbi_open)(void *, const char *, unsigned, unsigned *) = find("mdb_dbi_open");
  txn_begin = find("mdb_txn_begin");
  txn_commit = find("mdb_txn_commit");
  get = find("mdb_get");
  put = find("mdb_put");
  del = find("mdb_del");
  uint64_t records = strtoull(argv[3], 0, 10);
  value_bytes = strtoull(argv[4], 0, 10);
  if (records < 1 || value_bytes < 8 || value_bytes > 4096) return 2;

  void *txn;
  check(env_create(&env), "mdb_env_create");
  check(env_set_mapsize(env, 1UL << 36), "mdb_env_set_mapsize");
  check(env_set_maxdbs(env, 16), "mdb_env_set_maxdbs");
  check(env_open(env, argv[2], 0x200000 /* MDB_NOTLS */, 0600), "mdb_env_open");
  check(txn_begin(env, 0, 0, &txn), "mdb_txn_begin");
  check(dbi_open(txn, "entries", 0x40000 /* MDB_CREATE */, &entries), "mdb_dbi_open");
  check(dbi_open(txn, "by_group", 0x40000, &by_group), "mdb_dbi_open");
  for (uint64_t i = 0; i < records; i++) {
    put_record(txn, i, group_of(i));
    if ((i + 1) % SLICE == 0) {
      check(txn_commit(txn), "mdb_txn_commit");
      check(txn_begin(env, 0, 0, &txn), "mdb_txn_begin");
    }
  }
  check(txn_commit(txn), "mdb_txn_commit");

  uint64_t next = records, round = 0;
  while (getchar() != EOF) {
    uint64_t random = round++ * 7919 + 1000003;
    check(txn_begin(env, 0, 0, &txn), "mdb_txn_begin");
    double start = cpu_ns();
    for (uint64_t i = 0; i < PUTS; i++) {
      put_record(txn, i % 2 ? random * (i + 1) % records : next + i, group_of(next + i));
    }
    double spent = cpu_ns() - start;
    check(txn_commit(txn), "mdb_txn_commit");
    next += PUTS;
    printf("%.3f\n", spent / 1e3 / PUTS);
    fflush(stdout);
  }
  env_close(env);
  return 0;
}
