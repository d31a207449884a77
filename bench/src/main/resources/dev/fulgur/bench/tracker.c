/* What a tracker does to LMDB to find a record by its key hash, in C, on a given liblmdb and environment.
   usage: tracker LIBRARY FOLDER INDEX TABLE KEYS OPS
   Of the rows of INDEX, which are 8 bytes of hash and then the key of a row of TABLE, it takes KEYS,
   evenly. For each byte of the standard input it finds OPS times one of them at random, each with a
   fresh snapshot: a search of the index, one of the table, and a copy of the record. It prints the
   nanoseconds of CPU time that one took. */
#include "peer.h"

enum { SET_RANGE = 17, HASH = 8 };

int main(int argc, char **argv)
{
  if (argc != 7) return 2;
  unsigned index, table;
  void *cursor, *txn = open_table(argv[1], argv[2], argv[3], &index);
  long wanted = atol(argv[5]), ops = atol(argv[6]), rows = 0, keys = 0;
  int (*get)(void *, unsigned, val *, val *) = find("mdb_get");
  int (*cursor_open)(void *, unsigned, void **) = find("mdb_cursor_open");
  int (*cursor_renew)(void *, void *) = find("mdb_cursor_renew");
  int (*cursor_get)(void *, val *, val *, unsigned) = find("mdb_cursor_get");
  void *(*env_of)(void *) = find("mdb_txn_env"), *opening;
  check(txn_begin(env_of(txn), 0, RDONLY, &opening), "mdb_txn_begin");
  check(dbi_open(opening, argv[4], 0, &table), "mdb_dbi_open");
  check(txn_commit(opening), "mdb_txn_commit");
  check(txn_renew(txn), "mdb_txn_renew");
  check(cursor_open(txn, index, &cursor), "mdb_cursor_open");
  val key, data;
  while (!cursor_get(cursor, &key, &data, NEXT)) rows++;
  char (*hashes)[HASH] = malloc(wanted * HASH);
  long step = rows / wanted, at = 0;
  for (int rc = cursor_get(cursor, &key, &data, FIRST); !rc && keys < wanted;
       rc = cursor_get(cursor, &key, &data, NEXT))
    if (at++ % step == 0) memcpy(hashes[keys++], key.data, HASH);
  txn_reset(txn);

  static char copy[1 << 20];
  uint64_t random = 88172645463325252ULL, sum = 0;
  while (getchar() != EOF) {
    double start = cpu_ns();
    for (long i = 0; i < ops; i++) {
      next(&random);
      char *hash = hashes[(random >> 32) * keys >> 32];
      check(txn_renew(txn), "mdb_txn_renew");
      check(cursor_renew(txn, cursor), "mdb_cursor_renew");
      key.size = HASH;
      key.data = hash;
      check(cursor_get(cursor, &key, &data, SET_RANGE), "mdb_cursor_get");
      if (memcmp(key.data, hash, HASH)) return 3;
      key.size -= HASH;
      key.data = (char *)key.data + HASH;
      check(get(txn, table, &key, &data), "mdb_get");
      memcpy(copy, data.data, data.size);
      sum += copy[data.size / 2];
      txn_reset(txn);
    }
    printf("%.1f\n", (cpu_ns() - start) / ops);
    fflush(stdout);
  }
  fprintf(stderr, "%llu\n", (unsigned long long)sum);
  return 0;
}
