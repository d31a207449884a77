/* A program that commits with LMDB and waits in the middle of it: the meta page is written, and the
   reader table does not have the transaction yet.
   usage: window LIBRARY FOLDER
   puts "theirs" under the key 2 of the database "plain", says "written" there, and goes on when it is
   sent a line. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { SMALLEST_PAGE = 512 };

static int armed;

/* Stands before the C library's for all that is loaded; only a meta is shorter than a page. */
ssize_t pwrite(int file, const void *bytes, size_t size, off_t offset)
{
  ssize_t written = syscall(SYS_pwrite64, file, bytes, size, offset);
  if (armed && size < SMALLEST_PAGE) {
    puts("written");
    fflush(stdout);
    (void)getchar();
  }
  return written;
}

static void check(int rc, const char *call)
{
  if (rc) { fprintf(stderr, "%s: %d\n", call, rc); exit(2); }
}

int main(int argc, char **argv)
{
  if (argc != 3) return 2;
  void *library = dlopen(argv[1], RTLD_NOW);
  if (!library) { fprintf(stderr, "%s\n", dlerror()); return 2; }
  int (*env_create)(void **) = dlsym(library, "mdb_env_create");
  int (*env_set_maxdbs)(void *, unsigned) = dlsym(library, "mdb_env_set_maxdbs");
  int (*env_open)(void *, const char *, unsigned, unsigned) = dlsym(library, "mdb_env_open");
  void (*env_close)(void *) = dlsym(library, "mdb_env_close");
  int (*txn_begin)(void *, void *, unsigned, void **) = dlsym(library, "mdb_txn_begin");
  int (*txn_commit)(void *) = dlsym(library, "mdb_txn_commit");
  int (*dbi_open)(void *, const char *, unsigned, unsigned *) = dlsym(library, "mdb_dbi_open");
  int (*put)(void *, unsigned, void *, void *, unsigned) = dlsym(library, "mdb_put");

  void *env, *txn;
  unsigned dbi;
  struct { size_t size; void *data; } key = { 8, "\0\0\0\0\0\0\0\2" }, value = { 6, "theirs" };
  check(env_create(&env), "mdb_env_create");
  check(env_set_maxdbs(env, 16), "mdb_env_set_maxdbs");
  check(env_open(env, argv[2], 0, 0644), "mdb_env_open");
  check(txn_begin(env, 0, 0, &txn), "mdb_txn_begin");
  check(dbi_open(txn, "plain", 0, &dbi), "mdb_dbi_open");
  check(put(txn, dbi, &key, &value, 0), "mdb_put");
  armed = 1;
  check(txn_commit(txn), "mdb_txn_commit");
  env_close(env);
  return 0;
}
