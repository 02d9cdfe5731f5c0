/* A tired disk, put before the C library (LD_PRELOAD).

   Files below SLOW_WATCH behave as on one disk that does SLOW_IOPS accesses a second, one after
   another for all threads, and takes SLOW_FLUSH_MS more for each flush. What a process has read or
   written is in its cache and costs nothing again; at the start nothing is. A read that is not in
   the cache brings the 32 KiB around it, or the next 512 KiB where it goes on from the one before.
   A flush writes what was not yet written, neighbours up to 512 KiB in one access. The counts go to
   SLOW_TOLD at the end: accesses for reading, accesses for writing, flushes. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, AROUND = 8, AT_ONCE = 128, FILES = 4096, HERE = 1, DIRTY = 2 };

struct file {
    dev_t device;
    ino_t number;
    int watched;
    uint8_t *pages;
    size_t count, next;
};

static struct file files[FILES];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t free_at;
static long reads, writes, flushes;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long setting(const char *name, long usual) {
    const char *told = getenv(name);
    return told ? atol(told) : usual;
}

/* Called with the lock held; when the disk will have done so much, after all that waits before. */
static int64_t queued(int64_t accesses, int64_t flushed) {
    int64_t began = now();
    if (free_at < began) free_at = began;
    free_at += accesses * 1000000000LL / setting("SLOW_IOPS", 80);
    free_at += flushed * setting("SLOW_FLUSH_MS", 20) * 1000000LL;
    return free_at;
}

static void wait_until(int64_t end) {
    struct timespec time = {end / 1000000000LL, end % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == 4) continue;
}

static struct file *find(int descriptor) {
    struct stat found;
    if (descriptor < 3 || fstat(descriptor, &found) || !(S_ISREG(found.st_mode) || S_ISDIR(found.st_mode)))
        return NULL;
    size_t at = (found.st_ino * 31 + found.st_dev) % FILES;
    for (size_t tried = 0; tried < FILES; tried++, at = (at + 1) % FILES) {
        struct file *file = &files[at];
        if (file->number == found.st_ino && file->device == found.st_dev)
            return file->watched ? file : NULL;
        if (file->number) continue;
        char link[64], path[1024];
        const char *watch = getenv("SLOW_WATCH");
        snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        ssize_t length = readlink(link, path, sizeof path - 1);
        path[length > 0 ? length : 0] = 0;
        file->number = found.st_ino;
        file->device = found.st_dev;
        file->watched = watch && strncmp(path, watch, strlen(watch)) == 0;
        return file->watched ? file : NULL;
    }
    return NULL;
}

static void grow(struct file *file, size_t pages) {
    if (pages <= file->count) return;
    size_t count = pages * 2;
    uint8_t *more = realloc(file->pages, count);
    if (!more) abort();
    memset(more + file->count, 0, count - file->count);
    file->pages = more;
    file->count = count;
}

static void read_in(int descriptor, off_t offset, size_t length) {
    pthread_mutex_lock(&lock);
    struct file *file = find(descriptor);
    int64_t end = 0;
    if (file) {
        size_t first = offset / PAGE, last = (offset + length - 1) / PAGE;
        size_t at = first / AROUND * AROUND, stop = (last / AROUND + 1) * AROUND;
        if (file->next && at <= file->next && first + AROUND >= file->next && stop < at + AT_ONCE)
            stop = at + AT_ONCE;
        grow(file, stop);
        int missing = 0;
        for (size_t page = first; page <= last; page++) missing |= !(file->pages[page] & HERE);
        if (missing) {
            long accesses = 1 + (stop - at - 1) / AT_ONCE;
            for (; at < stop; at++) file->pages[at] |= HERE;
            reads += accesses;
            end = queued(accesses, 0);
        }
        file->next = last + 1;
    }
    pthread_mutex_unlock(&lock);
    if (end) wait_until(end);
}

static void written(int descriptor, off_t offset, size_t length) {
    pthread_mutex_lock(&lock);
    struct file *file = find(descriptor);
    if (file) {
        size_t last = (offset + length - 1) / PAGE;
        grow(file, last + 1);
        for (size_t at = offset / PAGE; at <= last; at++) file->pages[at] |= HERE | DIRTY;
    }
    pthread_mutex_unlock(&lock);
}

static void flush(int descriptor) {
    pthread_mutex_lock(&lock);
    struct file *file = find(descriptor);
    int64_t end = 0;
    if (file) {
        long accesses = 0;
        for (size_t at = 0, run = 0; at < file->count; at++) {
            if (file->pages[at] & DIRTY) {
                if (run++ % AT_ONCE == 0) accesses++;
                file->pages[at] &= ~DIRTY;
            } else {
                run = 0;
            }
        }
        writes += accesses;
        flushes++;
        end = queued(accesses, 1);
    }
    pthread_mutex_unlock(&lock);
    if (end) wait_until(end);
}

__attribute__((destructor)) static void tell(void) {
    const char *name = getenv("SLOW_TOLD");
    FILE *told = name && reads + writes + flushes ? fopen(name, "w") : NULL;
    if (!told) return;
    fprintf(told, "%ld %ld %ld\n", reads, writes, flushes);
    fclose(told);
}

static off_t place(int descriptor) { return syscall(SYS_lseek, descriptor, 0, SEEK_CUR); }

ssize_t pread64(int file, void *data, size_t length, off64_t offset) {
    ssize_t done = syscall(SYS_pread64, file, data, length, offset);
    if (done > 0) read_in(file, offset, done);
    return done;
}
ssize_t pread(int file, void *data, size_t length, off_t offset) {
    return pread64(file, data, length, offset);
}
ssize_t read(int file, void *data, size_t length) {
    off_t offset = file > 2 ? place(file) : -1;
    ssize_t done = syscall(SYS_read, file, data, length);
    if (done > 0 && offset >= 0) read_in(file, offset, done);
    return done;
}
ssize_t pwrite64(int file, const void *data, size_t length, off64_t offset) {
    ssize_t done = syscall(SYS_pwrite64, file, data, length, offset);
    if (done > 0) written(file, offset, done);
    return done;
}
ssize_t pwrite(int file, const void *data, size_t length, off_t offset) {
    return pwrite64(file, data, length, offset);
}
ssize_t write(int file, const void *data, size_t length) {
    off_t offset = file > 2 ? place(file) : -1;
    ssize_t done = syscall(SYS_write, file, data, length);
    if (done > 0 && offset >= 0) written(file, offset, done);
    return done;
}
int fdatasync(int file) {
    int done = syscall(SYS_fdatasync, file);
    if (done == 0) flush(file);
    return done;
}
int fsync(int file) {
    int done = syscall(SYS_fsync, file);
    if (done == 0) flush(file);
    return done;
}
