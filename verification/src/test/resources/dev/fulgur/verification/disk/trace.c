// Loaded before the C library: writes down every write and sync of files under FULGUR_TRACE_ROOT, in the order in
// which they happen, into the file FULGUR_TRACE. One lock is held over each call and its record, so that the record
// is the order.
//
// A record is, in the machine's byte order: operation (4 bytes), length of the path (4), offset (8), length of the
// data (8), the path, the data.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, WRITE_THROUGH = 2, SYNC = 3, TRUNCATE = 4, UNLINK = 5, RENAME = 6, LINK = 7 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int out = -1;

#define REAL(name) \
  static __typeof__(name) *real; \
  if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static ssize_t (*raw_write)(int, const void *, size_t);

__attribute__((constructor)) static void begin(void) {
  raw_write = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
  root = getenv("FULGUR_TRACE_ROOT");
  const char *path = getenv("FULGUR_TRACE");
  if (!root || !path) return;
  root_length = strlen(root);
  out = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int traced_path(const char *path) { return out >= 0 && strncmp(path, root, root_length) == 0; }

static int traced(int fd, char *path) {
  if (out < 0 || fd == out) return 0;
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, PATH_MAX - 1);
  if (n <= 0) return 0;
  path[n] = 0;
  return traced_path(path);
}

static void put(const void *data, size_t length) {
  const char *at = data;
  while (length > 0) {
    ssize_t n = raw_write(out, at, length);
    if (n <= 0) abort();
    at += n;
    length -= (size_t)n;
  }
}

static void record(uint32_t operation, const char *path, uint64_t offset, const struct iovec *parts, int count,
                   size_t length) {
  uint32_t path_length = (uint32_t)strlen(path);
  uint64_t total = length;
  put(&operation, 4);
  put(&path_length, 4);
  put(&offset, 8);
  put(&total, 8);
  put(path, path_length);
  for (int i = 0; i < count && length > 0; i++) {
    size_t n = parts[i].iov_len < length ? parts[i].iov_len : length;
    put(parts[i].iov_base, n);
    length -= n;
  }
}

static uint32_t kind(int fd) { return fcntl(fd, F_GETFL) & O_DSYNC ? WRITE_THROUGH : WRITE; }

static uint64_t position(int fd) {
  return (uint64_t)lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR);
}

#define TRACED_WRITE(call, at, parts, count) \
  char path[PATH_MAX]; \
  if (!traced(fd, path)) return call; \
  pthread_mutex_lock(&lock); \
  uint64_t offset = at; \
  ssize_t written = call; \
  if (written > 0) record(kind(fd), path, offset, parts, count, (size_t)written); \
  pthread_mutex_unlock(&lock); \
  return written

ssize_t write(int fd, const void *data, size_t length) {
  REAL(write);
  struct iovec one = {(void *)data, length};
  TRACED_WRITE(real(fd, data, length), position(fd), &one, 1);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(writev);
  TRACED_WRITE(real(fd, parts, count), position(fd), parts, count);
}

#define POSITIONED(name, off) \
  ssize_t name(int fd, const void *data, size_t length, off start) { \
    REAL(name); \
    struct iovec one = {(void *)data, length}; \
    TRACED_WRITE(real(fd, data, length, start), (uint64_t)start, &one, 1); \
  }
POSITIONED(pwrite, off_t)
POSITIONED(pwrite64, off64_t)

#define POSITIONED_MANY(name, off) \
  ssize_t name(int fd, const struct iovec *parts, int count, off start) { \
    REAL(name); \
    TRACED_WRITE(real(fd, parts, count, start), (uint64_t)start, parts, count); \
  }
POSITIONED_MANY(pwritev, off_t)
POSITIONED_MANY(pwritev64, off64_t)

#define SYNCED(name) \
  int name(int fd) { \
    REAL(name); \
    char path[PATH_MAX]; \
    if (!traced(fd, path)) return real(fd); \
    pthread_mutex_lock(&lock); \
    int result = real(fd); \
    if (result == 0) record(SYNC, path, 0, NULL, 0, 0); \
    pthread_mutex_unlock(&lock); \
    return result; \
  }
SYNCED(fsync)
SYNCED(fdatasync)

#define CUT(name, off) \
  int name(int fd, off length) { \
    REAL(name); \
    char path[PATH_MAX]; \
    if (!traced(fd, path)) return real(fd, length); \
    pthread_mutex_lock(&lock); \
    int result = real(fd, length); \
    if (result == 0) record(TRUNCATE, path, (uint64_t)length, NULL, 0, 0); \
    pthread_mutex_unlock(&lock); \
    return result; \
  }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

int unlink(const char *path) {
  REAL(unlink);
  if (!traced_path(path)) return real(path);
  pthread_mutex_lock(&lock);
  int result = real(path);
  if (result == 0) record(UNLINK, path, 0, NULL, 0, 0);
  pthread_mutex_unlock(&lock);
  return result;
}

#define NAMED(name, operation) \
  int name(const char *from, const char *to) { \
    REAL(name); \
    if (!traced_path(to)) return real(from, to); \
    pthread_mutex_lock(&lock); \
    int result = real(from, to); \
    struct iovec one = {(void *)to, strlen(to)}; \
    if (result == 0) record(operation, from, 0, &one, 1, one.iov_len); \
    pthread_mutex_unlock(&lock); \
    return result; \
  }
NAMED(rename, RENAME)
NAMED(link, LINK)
