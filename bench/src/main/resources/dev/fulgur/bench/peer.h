/* What the C programs beside us share: LMDB taken from a given library, an environment opened as
   ours is, and their clock. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RDONLY = 0x20000, CREATE = 0x40000, NOTLS = 0x200000, FIRST = 0, NEXT = 8 };

typedef struct { size_t size; void *data; } val;

static void *library;
static int (*txn_begin)(void *, void *, unsigned, void **);
static int (*txn_commit)(void *);
static void (*txn_reset)(void *);
static int (*txn_renew)(void *);
static int (*dbi_open)(void *, const char *, unsigned, unsigned *);

static inline void *find(const char *name)
{
  void *function = dlsym(library, name);
  if (!function) { fprintf(stderr, "no %s\n", name); exit(2); }
  return function;
}

static inline void check(int rc, const char *call)
{
  if (rc) { fprintf(stderr, "%s: %d\n", call, rc); exit(2); }
}

static inline double now_ns(clockid_t clock)
{
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1e9 + now.tv_nsec;
}

static inline double cpu_ns(void) { return now_ns(CLOCK_THREAD_CPUTIME_ID); }

/* The next of a row of random numbers, by xorshift. */
static inline void next(uint64_t *random)
{
  *random ^= *random << 13;
  *random ^= *random >> 7;
  *random ^= *random << 17;
}

/* Opens an environment. */
static inline void *open_env(const char *file, const char *folder, size_t mapsize)
{
  library = dlopen(file, RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); exit(2); }
  int (*env_create)(void **) = find("mdb_env_create");
  int (*env_set_mapsize)(void *, size_t) = find("mdb_env_set_mapsize");
  int (*env_set_maxdbs)(void *, unsigned) = find("mdb_env_set_maxdbs");
  int (*env_open)(void *, const char *, unsigned, unsigned) = find("mdb_env_open");
  txn_begin = find("mdb_txn_begin");
  txn_commit = find("mdb_txn_commit");
  txn_reset = find("mdb_txn_reset");
  txn_renew = find("mdb_txn_renew");
  dbi_open = find("mdb_dbi_open");
  void *env;
  check(env_create(&env), "mdb_env_create");
  check(env_set_mapsize(env, mapsize), "mdb_env_set_mapsize");
  check(env_set_maxdbs(env, 16), "mdb_env_set_maxdbs");
  check(env_open(env, folder, NOTLS, 0600), "mdb_env_open");
  return env;
}

/* Opens one of its tables, and begins a transaction on it that is to be renewed. */
static inline void *read_table(void *env, const char *table, unsigned *dbi)
{
  void *txn;
  check(txn_begin(env, 0, RDONLY, &txn), "mdb_txn_begin");
  check(dbi_open(txn, table, 0, dbi), "mdb_dbi_open");
  check(txn_commit(txn), "mdb_txn_commit");
  check(txn_begin(env, 0, RDONLY, &txn), "mdb_txn_begin");
  txn_reset(txn);
  return txn;
}

/* Both. */
static inline void *open_table(const char *file, const char *folder, const char *table, unsigned *dbi)
{
  return read_table(open_env(file, folder, 4UL << 30), table, dbi);
}
