/* A disk for tests, put before the C library (LD_PRELOAD).

   Everything that is written to files below DISK_WATCH goes into the file DISK_LOG, in order, with
   every sync, cut and acknowledgement, so that the state after a power cut at any point can be made.
   While the file DISK_FULL exists those files take nothing more (ENOSPC) and no disk has room; while DISK_READ_ONLY
   exists no file can be made there (EROFS).

   One entry: kind, length of path, offset, length of data (native 32, 32, 64, 64 bits), path, data.
   Kinds: 1 written, 2 synced, 3 cut, 4 acknowledged (written to a file named "acknowledged"). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int log_file = -1;

static int below(const char *path) {
    const char *watched = getenv("DISK_WATCH");
    return watched && strncmp(path, watched, strlen(watched)) == 0;
}

static int path_of(int file, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, 1023);
    if (length <= 0) return 0;
    path[length] = 0;
    return below(path);
}

static int flagged(const char *name) {
    const char *flag = getenv(name);
    return flag && syscall(SYS_faccessat, AT_FDCWD, flag, F_OK) == 0;
}

static void note(uint32_t kind, const char *path, uint64_t offset, uint64_t length, const void *data) {
    const char *name = getenv("DISK_LOG");
    if (!name) return;
    if (log_file < 0)
        log_file = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND, 0600);
    uint32_t size = strlen(path);
    char head[24];
    memcpy(head, &kind, 4);
    memcpy(head + 4, &size, 4);
    memcpy(head + 8, &offset, 8);
    memcpy(head + 16, &length, 8);
    syscall(SYS_write, log_file, head, 24);
    syscall(SYS_write, log_file, path, size);
    if (data) syscall(SYS_write, log_file, data, length);
}

static ssize_t put(int file, const void *data, size_t length, off_t offset, int at) {
    char path[1024];
    int watched = file > 2 && path_of(file, path);
    if (watched && flagged("DISK_FULL")) {
        errno = ENOSPC;
        return -1;
    }
    if (watched && !at) offset = lseek(file, 0, SEEK_CUR);
    ssize_t done = at ? syscall(SYS_pwrite64, file, data, length, offset)
                      : syscall(SYS_write, file, data, length);
    if (watched && done > 0) {
        const char *end = strrchr(path, '/');
        int acknowledged = end && strcmp(end, "/acknowledged") == 0;
        note(acknowledged ? 4 : 1, path, offset, done, data);
    }
    return done;
}

ssize_t write(int file, const void *data, size_t length) { return put(file, data, length, 0, 0); }
ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
    return put(file, data, length, offset, 1);
}
ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
    return put(file, data, length, offset, 1);
}

static int synced(int file, long call) {
    char path[1024];
    int done = syscall(call, file);
    if (done == 0 && path_of(file, path)) note(2, path, 0, 0, NULL);
    return done;
}

int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

int ftruncate(int file, off_t length) {
    char path[1024];
    int done = syscall(SYS_ftruncate, file, length);
    if (done == 0 && path_of(file, path)) note(3, path, length, 0, NULL);
    return done;
}
int ftruncate64(int file, off64_t length) { return ftruncate(file, length); }

static int opened(int folder, const char *path, int flags, mode_t mode) {
    if ((flags & O_CREAT) && below(path) && flagged("DISK_READ_ONLY")) {
        errno = EROFS;
        return -1;
    }
    return syscall(SYS_openat, folder, path, flags, mode);
}

#define OPEN(name)                                    \
    int name(const char *path, int flags, ...) {      \
        va_list rest;                                 \
        va_start(rest, flags);                        \
        mode_t mode = (flags & O_CREAT) ? va_arg(rest, int) : 0; \
        va_end(rest);                                 \
        return opened(AT_FDCWD, path, flags, mode);   \
    }
OPEN(open)
OPEN(open64)

static int without_room(struct statvfs64 *found, int done) {
    if (done == 0 && flagged("DISK_FULL")) found->f_bavail = found->f_bfree = 0;
    return done;
}
int statvfs64(const char *path, struct statvfs64 *found) {
    int (*real)(const char *, struct statvfs64 *) = dlsym(RTLD_NEXT, "statvfs64");
    return without_room(found, real(path, found));
}
int statvfs(const char *path, struct statvfs *found) {
    return statvfs64(path, (struct statvfs64 *)found);
}
