/* Makes the N-th file operation of a process under one folder go wrong; to be loaded by LD_PRELOAD.
 *
 * Idle until shim_arm is called, which the tests do by ctypes. Then each operation under the folder counts,
 * from 1, whatever thread makes it; what the C library does inside itself (fopen) is not seen. An
 * operation on a descriptor counts by where /proc says that it leads.
 *
 * Each counted operation is a line of the log: its number, its name, its path. When recording, what it changed
 * is written to a trace as well, in the order in which it happened: a struct trace, its two paths, its bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { WATCH, KILL_BEFORE, KILL_AFTER, FAIL_ONCE, FAIL_FROM_THEN_ON, SHORTEN, RECORD };
enum kind { OPEN_NEW = 1, OPEN_OLD = 2, WRITE = 4, SYNC = 8, NAME = 16, MAKE = 32, REMOVE = 64, CUT = 128 };

static char watched[PATH_MAX];
static size_t watched_length;
static int armed_mode, armed_position, armed_errno, armed_kinds, log_fd = -1;
static int trace_fd = -1;
static pthread_mutex_t trace_lock = PTHREAD_MUTEX_INITIALIZER;
static bool was_there; /* the file that is being opened, under the lock */
static atomic_int count;
static atomic_bool is_armed;

void shim_arm(const char *folder, int mode, int position, int error, int kinds, const char *log) {
    watched_length = strlen(strcpy(watched, folder));
    armed_mode = mode, armed_position = position, armed_errno = error, armed_kinds = kinds;
    log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (mode == RECORD) {
        char trace[PATH_MAX + 8];
        snprintf(trace, sizeof trace, "%s.trace", log);
        trace_fd = syscall(SYS_openat, AT_FDCWD, trace, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }
    count = 0;
    is_armed = true;
}

void shim_disarm(void) { is_armed = false; }

int shim_count(void) { return count; }

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static void resolve_fd(int fd, char *path) {
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = 0;
}

static void resolve_at(int folder, const char *name, char *path) {
    path[0] = 0;
    if (name[0] != '/') {
        if (folder == AT_FDCWD) { if (!getcwd(path, PATH_MAX)) path[0] = 0; }
        else resolve_fd(folder, path);
        strncat(path, "/", PATH_MAX - strlen(path) - 1);
    }
    strncat(path, name, PATH_MAX - strlen(path) - 1);
}

/* The number of the operation; 0 where it does not count. */
static int note(int kind, const char *name, const char *path) {
    if (!(kind & armed_kinds) || strncmp(path, watched, watched_length) != 0) return 0;
    if (path[watched_length] != 0 && path[watched_length] != '/') return 0;
    int number = ++count;
    char line[PATH_MAX + 80];
    int length = snprintf(line, sizeof line, "%d\t%s\t%s\n", number, name, path);
    if (log_fd >= 0) syscall(SYS_write, log_fd, line, length);
    return number;
}

static int note_fd(int kind, const char *name, int fd) {
    if (!is_armed) return 0;
    int former = errno;
    char path[PATH_MAX];
    resolve_fd(fd, path);
    errno = former;
    return note(kind, name, path);
}

static int note_at(int kind, const char *name, int folder, const char *relative) {
    if (!is_armed || !relative) return 0;
    char path[PATH_MAX];
    resolve_at(folder, relative, path);
    return note(kind, name, path);
}

static int is_meant(int number) { return number && number == armed_position; }

static int must_fail(int number) {
    if (armed_mode == FAIL_ONCE) return is_meant(number);
    return armed_mode == FAIL_FROM_THEN_ON && number && number >= armed_position;
}

static int dies_before(int number) { return is_meant(number) && armed_mode == KILL_BEFORE; }

static void after(int number) {
    if (is_meant(number) && armed_mode == KILL_AFTER) die();
}

/* The trace. Between hold and the end of the operation, no other one happens. */

struct trace { uint64_t inode, length; int64_t place; uint32_t path_length, other_length; char what; char fill[7]; };

static bool is_recording(int number) { return number && armed_mode == RECORD; }

static void hold(int number) {
    if (is_recording(number)) pthread_mutex_lock(&trace_lock);
}

static void put(const void *bytes, size_t length) {
    for (const char *rest = bytes; length;) {
        ssize_t put = syscall(SYS_write, trace_fd, rest, length);
        if (put <= 0) abort();
        rest += put, length -= put;
    }
}

static void put_trace(char what, uint64_t inode, int64_t place, const char *path, const char *other,
                      const void *bytes, size_t length) {
    struct trace head = {inode, length, place, strlen(path), strlen(other), what, {0}};
    put(&head, sizeof head), put(path, head.path_length), put(other, head.other_length), put(bytes, length);
}

static void let_go(void) { pthread_mutex_unlock(&trace_lock); }

static uint64_t find_inode(int fd) {
    struct stat found;
    return fstat(fd, &found) == 0 ? found.st_ino : 0;
}

/* What lies in the file now is what was written: so it need not be known who wrote it, and how. */
static void trace_write(int number, int fd, int64_t place, ssize_t size) {
    if (!is_recording(number)) return;
    int former = errno;
    if (size > 0) {
        char link[40];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        int reader = syscall(SYS_openat, AT_FDCWD, link, O_RDONLY | O_CLOEXEC, 0);
        char *bytes = malloc(size);
        if (place < 0) place = lseek64(fd, 0, SEEK_CUR) - size;
        if (reader < 0 || !bytes || syscall(SYS_pread64, reader, bytes, size, place) != size) abort();
        put_trace('w', find_inode(fd), place, "", "", bytes, size);
        free(bytes), syscall(SYS_close, reader);
    }
    let_go();
    errno = former;
}

static int trace_fd_change(int number, char what, int fd, int64_t place, int outcome) {
    if (!is_recording(number)) return outcome;
    int former = errno;
    if (outcome == 0) put_trace(what, find_inode(fd), place, "", "", NULL, 0);
    let_go();
    errno = former;
    return outcome;
}

static void hold_open(int number, int folder, const char *path) {
    hold(number);
    if (is_recording(number)) was_there = faccessat(folder, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

static int trace_open(int number, int folder, const char *relative, int flags, int outcome) {
    if (!is_recording(number)) return outcome;
    int former = errno;
    char path[PATH_MAX];
    resolve_at(folder, relative, path);
    if (outcome >= 0 && !was_there) put_trace('c', find_inode(outcome), 0, path, "", NULL, 0);
    if (outcome >= 0 && flags & O_TRUNC) put_trace('t', find_inode(outcome), 0, "", "", NULL, 0);
    let_go();
    errno = former;
    return outcome;
}

static int trace_name(int number, char what, int from_folder, const char *from, int to_folder, const char *to,
                      int outcome) {
    if (!is_recording(number)) return outcome;
    int former = errno;
    char path[PATH_MAX] = "", other[PATH_MAX] = "";
    struct stat found = {0};
    resolve_at(to_folder, to, path);
    if (from) resolve_at(from_folder, from, other);
    if (what == 'm') stat(path, &found);
    if (outcome == 0) put_trace(what, found.st_ino, 0, path, other, NULL, 0);
    let_go();
    errno = former;
    return outcome;
}

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

#define PLAY(number, result, call) \
    int number_ = (number); \
    if (dies_before(number_)) die(); \
    if (must_fail(number_)) { errno = armed_errno; return -1; } \
    result outcome = (call); \
    int kept_errno = errno; \
    after(number_); \
    errno = kept_errno; \
    return outcome

/* Writes: one that is killed or fails has written half, and a short one no more than that. */

#define PLAY_WRITE(number, fd, place, size, half, whole) \
    int number_ = (number); \
    if (dies_before(number_)) { half; die(); } \
    if (must_fail(number_)) { half; errno = armed_errno; return -1; } \
    if (is_meant(number_) && armed_mode == SHORTEN && (size) > 1) return half; \
    hold(number_); \
    ssize_t outcome = whole; \
    trace_write(number_, fd, place, outcome); \
    after(number_); \
    return outcome

ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    PLAY_WRITE(note_fd(WRITE, "write", fd), fd, -1, size, real(fd, bytes, size / 2), real(fd, bytes, size));
}

#define DEFINE_PWRITE(name) \
    ssize_t name(int fd, const void *bytes, size_t size, off64_t place) { \
        REAL(ssize_t, #name, int, const void *, size_t, off64_t); \
        PLAY_WRITE(note_fd(WRITE, "pwrite", fd), fd, place, size, real(fd, bytes, size / 2, place), \
                   real(fd, bytes, size, place)); \
    }
DEFINE_PWRITE(pwrite64)
DEFINE_PWRITE(pwrite)

ssize_t writev(int fd, const struct iovec *parts, int size) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    PLAY_WRITE(note_fd(WRITE, "writev", fd), fd, -1, size, real(fd, parts, size / 2), real(fd, parts, size));
}

#define DEFINE_SENDFILE(name) \
    ssize_t name(int to, int from, off64_t *place, size_t size) { \
        REAL(ssize_t, #name, int, int, off64_t *, size_t); \
        PLAY_WRITE(note_fd(WRITE, "sendfile", to), to, -1, size, \
                   real(to, from, place, size > 64 ? 64 : size / 2), \
                   real(to, from, place, size)); \
    }
DEFINE_SENDFILE(sendfile64)
DEFINE_SENDFILE(sendfile)

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *place, size_t size, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    PLAY_WRITE(note_fd(WRITE, "copy_file_range", to), to, place ? *place - outcome : -1, size,
               real(from, at, to, place, size > 64 ? 64 : size / 2, flags),
               real(from, at, to, place, size, flags));
}

/* Opens */

static int find_kind(int flags) { return flags & (O_CREAT | O_TRUNC) ? OPEN_NEW : OPEN_OLD; }

#define MODE_OF(flags) \
    mode_t access_mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        access_mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

#define DEFINE_OPEN(name) \
    int name(const char *path, int flags, ...) { \
        MODE_OF(flags) \
        REAL(int, #name, const char *, int, ...); \
        PLAY(note_at(find_kind(flags), "open", AT_FDCWD, path), int, \
             (hold_open(number_, AT_FDCWD, path), \
              trace_open(number_, AT_FDCWD, path, flags, real(path, flags, access_mode)))); \
    }
DEFINE_OPEN(open)
DEFINE_OPEN(open64)

#define DEFINE_OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        MODE_OF(flags) \
        REAL(int, #name, int, const char *, int, ...); \
        PLAY(note_at(find_kind(flags), "open", folder, path), int, \
             (hold_open(number_, folder, path), \
              trace_open(number_, folder, path, flags, real(folder, path, flags, access_mode)))); \
    }
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

/* Flushes and cuts */

#define DEFINE_ON_FD(name, kind) \
    int name(int fd) { \
        REAL(int, #name, int); \
        PLAY(note_fd(kind, #name, fd), int, (hold(number_), trace_fd_change(number_, 's', fd, 0, real(fd)))); \
    }
DEFINE_ON_FD(fsync, SYNC)
DEFINE_ON_FD(fdatasync, SYNC)

#define DEFINE_CUT(name) \
    int name(int fd, off64_t length) { \
        REAL(int, #name, int, off64_t); \
        PLAY(note_fd(CUT, #name, fd), int, \
             (hold(number_), trace_fd_change(number_, 't', fd, length, real(fd, length)))); \
    }
DEFINE_CUT(ftruncate)
DEFINE_CUT(ftruncate64)

/* Names */

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    PLAY(note_at(NAME, "rename", AT_FDCWD, to), int,
         (hold(number_), trace_name(number_, 'r', AT_FDCWD, from, AT_FDCWD, to, real(from, to))));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    PLAY(note_at(NAME, "rename", to_folder, to), int,
         (hold(number_), trace_name(number_, 'r', from_folder, from, to_folder, to,
                                    real(from_folder, from, to_folder, to))));
}

int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    PLAY(note_at(NAME, "link", AT_FDCWD, to), int,
         (hold(number_), trace_name(number_, 'l', AT_FDCWD, from, AT_FDCWD, to, real(from, to))));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    PLAY(note_at(NAME, "link", to_folder, to), int,
         (hold(number_), trace_name(number_, 'l', from_folder, from, to_folder, to,
                                    real(from_folder, from, to_folder, to, flags))));
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    PLAY(note_at(REMOVE, "unlink", AT_FDCWD, path), int,
         (hold(number_), trace_name(number_, 'u', 0, NULL, AT_FDCWD, path, real(path))));
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    PLAY(note_at(REMOVE, "unlink", folder, path), int,
         (hold(number_), trace_name(number_, 'u', 0, NULL, folder, path, real(folder, path, flags))));
}

int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    PLAY(note_at(REMOVE, "rmdir", AT_FDCWD, path), int,
         (hold(number_), trace_name(number_, 'u', 0, NULL, AT_FDCWD, path, real(path))));
}

int mkdir(const char *path, mode_t access_mode) {
    REAL(int, "mkdir", const char *, mode_t);
    PLAY(note_at(MAKE, "mkdir", AT_FDCWD, path), int,
         (hold(number_), trace_name(number_, 'm', 0, NULL, AT_FDCWD, path, real(path, access_mode))));
}

int mkdirat(int folder, const char *path, mode_t access_mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    PLAY(note_at(MAKE, "mkdir", folder, path), int,
         (hold(number_), trace_name(number_, 'm', 0, NULL, folder, path, real(folder, path, access_mode))));
}
