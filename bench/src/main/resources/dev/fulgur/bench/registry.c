/* What the registry does to LMDB, in C, on a given liblmdb and environment.
   usage: registry LIBRARY FOLDER loads OPS
          registry LIBRARY FOLDER lists OPS
          registry LIBRARY FOLDER saves OPS ROWS
   For each byte of the standard input it does its work OPS times, and prints the nanoseconds that
   once took. A load is a fresh snapshot and the record of a random template, copied; nanoseconds of
   CPU time. A list is a fresh snapshot and a copy of each template's key, in memory of its own;
   nanoseconds of CPU time for the whole. A save puts the next rows of the file ROWS and commits, synced; nanoseconds of time.
   ROWS holds, save by save, the number of rows, and for each of them the number of its
   sub-database, the sizes of key and value, and both; numbers have 4 bytes, little-endian. The
   file begins with the number of sub-databases, and their names, each ended by 0. */
#include "peer.h"

static void *env;

static uint32_t number(FILE *file)
{
  uint32_t n;
  if (fread(&n, 4, 1, file) != 1) { fprintf(stderr, "no more rows\n"); exit(2); }
  return n;
}

static void loads(long ops)
{
  int (*get)(void *, unsigned, val *, val *) = find("mdb_get");
  int (*cursor_open)(void *, unsigned, void **) = find("mdb_cursor_open");
  int (*cursor_get)(void *, val *, val *, int) = find("mdb_cursor_get");
  void (*cursor_close)(void *) = find("mdb_cursor_close");
  void *cursor;
  unsigned dbi;
  void *txn = read_table(env, "templates", &dbi);
  check(txn_renew(txn), "mdb_txn_renew");
  check(cursor_open(txn, dbi, &cursor), "mdb_cursor_open");
  size_t keys = 0, room = 1024;
  val *ids = malloc(room * sizeof(val)), key, data;
  while (!cursor_get(cursor, &key, &data, NEXT)) {
    if (keys == room) ids = realloc(ids, (room *= 2) * sizeof(val));
    ids[keys].size = key.size;
    ids[keys].data = memcpy(malloc(key.size), key.data, key.size);
    keys++;
  }
  cursor_close(cursor);
  txn_reset(txn);

  static char copy[1 << 20];
  uint64_t random = 0x9E3779B97F4A7C15ULL, sum = 0;
  while (getchar() != EOF) {
    double start = cpu_ns();
    for (long i = 0; i < ops; i++) {
      next(&random);
      check(txn_renew(txn), "mdb_txn_renew");
      check(get(txn, dbi, &ids[((random >> 32) * keys) >> 32], &data), "mdb_get");
      memcpy(copy, data.data, data.size);
      sum += copy[data.size / 2];
      txn_reset(txn);
    }
    printf("%.2f\n", (cpu_ns() - start) / ops);
    fflush(stdout);
  }
  fprintf(stderr, "%llu\n", (unsigned long long)sum);
}

static void lists(long ops)
{
  int (*cursor_open)(void *, unsigned, void **) = find("mdb_cursor_open");
  int (*cursor_get)(void *, val *, val *, int) = find("mdb_cursor_get");
  void (*cursor_close)(void *) = find("mdb_cursor_close");
  void *cursor;
  unsigned dbi;
  void *txn = read_table(env, "templates", &dbi);
  size_t room = 1024, count = 0;
  char **ids = malloc(room * sizeof(char *));
  while (getchar() != EOF) {
    double start = cpu_ns();
    for (long i = 0; i < ops; i++) {
      while (count) free(ids[--count]);
      val key, data;
      check(txn_renew(txn), "mdb_txn_renew");
      check(cursor_open(txn, dbi, &cursor), "mdb_cursor_open");
      while (!cursor_get(cursor, &key, &data, NEXT)) {
        if (count == room) ids = realloc(ids, (room *= 2) * sizeof(char *));
        char *id = malloc(key.size + 1);
        memcpy(id, key.data, key.size);
        id[key.size] = 0;
        ids[count++] = id;
      }
      cursor_close(cursor);
      txn_reset(txn);
    }
    printf("%.2f\n", (cpu_ns() - start) / ops);
    fflush(stdout);
  }
}

static void saves(long ops, const char *rows)
{
  int (*put)(void *, unsigned, val *, val *, unsigned) = find("mdb_put");
  FILE *file = fopen(rows, "rb");
  if (!file) { fprintf(stderr, "no %s\n", rows); exit(2); }
  uint32_t dbs = number(file);
  unsigned dbi[16];
  void *txn;
  check(txn_begin(env, 0, 0, &txn), "mdb_txn_begin");
  for (uint32_t i = 0; i < dbs; i++) {
    char name[64];
    int c, length = 0;
    while ((c = getc(file)) > 0) name[length++] = (char)c;
    name[length] = 0;
    check(dbi_open(txn, name, CREATE, &dbi[i]), "mdb_dbi_open");
  }
  check(txn_commit(txn), "mdb_txn_commit");

  static char key[1024], value[1 << 20];
  while (getchar() != EOF) {
    double spent = 0;
    for (long i = 0; i < ops; i++) {
      uint32_t count = number(file);
      double start = now_ns(CLOCK_MONOTONIC);
      check(txn_begin(env, 0, 0, &txn), "mdb_txn_begin");
      for (uint32_t row = 0; row < count; row++) {
        uint32_t db = number(file);
        val k = { number(file), key }, v = { number(file), value };
        if (fread(key, k.size, 1, file) != 1 || fread(value, v.size, 1, file) != 1) exit(2);
        check(put(txn, dbi[db], &k, &v, 0), "mdb_put");
      }
      check(txn_commit(txn), "mdb_txn_commit");
      spent += now_ns(CLOCK_MONOTONIC) - start;
    }
    printf("%.2f\n", spent / ops);
    fflush(stdout);
  }
}

int main(int argc, char **argv)
{
  if (argc < 5) return 2;
  env = open_env(argv[1], argv[2], 1UL << 36);
  long ops = atol(argv[4]);
  if (!strcmp(argv[3], "loads")) loads(ops);
  else if (!strcmp(argv[3], "lists")) lists(ops);
  else if (!strcmp(argv[3], "saves") && argc == 6) saves(ops, argv[5]);
  else return 2;
  void (*env_close)(void *) = find("mdb_env_close");
  env_close(env);
  return 0;
}
