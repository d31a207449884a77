/* A scan of one table with a fresh snapshot each, in C, on a given liblmdb and environment.
   usage: scan LIBRARY FOLDER TABLE
   for each byte of the standard input it goes over all rows, reads the first 8 bytes of each value,
   and prints the nanoseconds of CPU time that one row took */
#include "peer.h"

int main(int argc, char **argv)
{
  if (argc != 4) return 2;
  unsigned dbi;
  void *cursor, *txn = open_table(argv[1], argv[2], argv[3], &dbi);
  int (*cursor_open)(void *, unsigned, void **) = find("mdb_cursor_open");
  void (*cursor_close)(void *) = find("mdb_cursor_close");
  int (*cursor_get)(void *, val *, val *, unsigned) = find("mdb_cursor_get");
  uint64_t sum = 0;
  while (getchar() != EOF) {
    long rows = 0;
    val key, data;
    double start = cpu_ns();
    check(txn_renew(txn), "mdb_txn_renew");
    check(cursor_open(txn, dbi, &cursor), "mdb_cursor_open");
    for (int rc = cursor_get(cursor, &key, &data, FIRST); !rc; rc = cursor_get(cursor, &key, &data, NEXT)) {
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
