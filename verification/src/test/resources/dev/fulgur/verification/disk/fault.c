// Loaded before the C library: lets calls on files under FULGUR_FAULT_ROOT fail. The process arms it by
// fulgur_fault, and asks fulgur_failed how many calls have failed since.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static const char *root;
static size_t root_length;

// Calls that are still let through, and whether those behind the one that fails fail as well.
static atomic_long left;
static atomic_int armed, error, lasting;
static atomic_long failed;

__attribute__((constructor)) static void begin(void) {
  root = getenv("FULGUR_FAULT_ROOT");
  root_length = root ? strlen(root) : 0;
}

// From now on the nth call fails with a number of errno, and all behind it if `last`. None with nth = 0.
void fulgur_fault(long nth, int number, int last) {
  atomic_store(&armed, 0);
  atomic_store(&left, nth);
  atomic_store(&error, number);
  atomic_store(&lasting, last);
  atomic_store(&failed, 0);
  atomic_store(&armed, nth > 0);
}

long fulgur_failed(void) { return atomic_load(&failed); }

static int fails_here(void) {
  long n = atomic_fetch_sub(&left, 1);
  if (n > 1 || (n < 1 && !atomic_load(&lasting))) return 0;
  atomic_fetch_add(&failed, 1);
  errno = atomic_load(&error);
  return 1;
}

static int is_under_root(const char *path) { return root_length && strncmp(path, root, root_length) == 0; }

static int fails(int fd) {
  if (!atomic_load(&armed) || fd < 0) return 0;
  char link[64], path[PATH_MAX];
  int before = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  errno = before;
  if (n <= 0) return 0;
  path[n] = 0;
  return is_under_root(path) && fails_here();
}

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

#define ON_FILE(result, name, parameters, arguments) \
  result name parameters { \
    REAL(name); \
    return fails(fd) ? (result)-1 : real arguments; \
  }
ON_FILE(ssize_t, read, (int fd, void *data, size_t length), (fd, data, length))
ON_FILE(ssize_t, pread, (int fd, void *data, size_t length, off_t at), (fd, data, length, at))
ON_FILE(ssize_t, pread64, (int fd, void *data, size_t length, off64_t at), (fd, data, length, at))
ON_FILE(ssize_t, write, (int fd, const void *data, size_t length), (fd, data, length))
ON_FILE(ssize_t, pwrite, (int fd, const void *data, size_t length, off_t at), (fd, data, length, at))
ON_FILE(ssize_t, pwrite64, (int fd, const void *data, size_t length, off64_t at), (fd, data, length, at))
ON_FILE(ssize_t, writev, (int fd, const struct iovec *parts, int count), (fd, parts, count))
ON_FILE(ssize_t, pwritev, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at))
ON_FILE(ssize_t, pwritev64, (int fd, const struct iovec *parts, int count, off64_t at), (fd, parts, count, at))
ON_FILE(int, fsync, (int fd), (fd))
ON_FILE(int, fdatasync, (int fd), (fd))
ON_FILE(int, ftruncate, (int fd, off_t length), (fd, length))
ON_FILE(int, ftruncate64, (int fd, off64_t length), (fd, length))

// By the system call itself: the C library maps memory before there is a symbol to look up.
#define MAPPING(name, off) \
  void *name(void *address, size_t length, int protection, int flags, int fd, off at) { \
    if (!(flags & MAP_ANONYMOUS) && fails(fd)) return MAP_FAILED; \
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, at); \
  }
MAPPING(mmap, off_t)
MAPPING(mmap64, off64_t)

#define ON_PATH(name, parameters, arguments) \
  int name parameters { \
    REAL(name); \
    return atomic_load(&armed) && is_under_root(path) && fails_here() ? -1 : real arguments; \
  }
ON_PATH(unlink, (const char *path), (path))
ON_PATH(rename, (const char *path, const char *to), (path, to))
