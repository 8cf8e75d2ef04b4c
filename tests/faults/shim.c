/* Makes the N-th file operation of a process under one folder go wrong; to be loaded by LD_PRELOAD.
 *
 * Idle until shim_arm is called, which the tests do by ctypes. Then each operation under the folder counts,
 * from 1, whatever thread makes it; what the C library does inside itself (fopen) is not seen. An
 * operation on a descriptor counts by where /proc says that it leads.
 *
 * Each counted operation is a line of the log: its number, its name, its path.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { WATCH, KILL_BEFORE, KILL_AFTER, FAIL_ONCE, FAIL_FROM_THEN_ON, SHORTEN };
enum kind { OPEN_NEW = 1, OPEN_OLD = 2, WRITE = 4, SYNC = 8, NAME = 16, MAKE = 32, REMOVE = 64, CUT = 128 };

static char watched[PATH_MAX];
static size_t watched_length;
static int armed_mode, armed_position, armed_errno, armed_kinds, log_fd = -1;
static atomic_int count;
static atomic_bool is_armed;

void shim_arm(const char *folder, int mode, int position, int error, int kinds, const char *log) {
    watched_length = strlen(strcpy(watched, folder));
    armed_mode = mode, armed_position = position, armed_errno = error, armed_kinds = kinds;
    log_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
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

#define PLAY_WRITE(number, size, half, whole) \
    int number_ = (number); \
    if (dies_before(number_)) { half; die(); } \
    if (must_fail(number_)) { half; errno = armed_errno; return -1; } \
    if (is_meant(number_) && armed_mode == SHORTEN && (size) > 1) return half; \
    ssize_t outcome = whole; \
    after(number_); \
    return outcome

ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    PLAY_WRITE(note_fd(WRITE, "write", fd), size, real(fd, bytes, size / 2), real(fd, bytes, size));
}

#define DEFINE_PWRITE(name) \
    ssize_t name(int fd, const void *bytes, size_t size, off64_t place) { \
        REAL(ssize_t, #name, int, const void *, size_t, off64_t); \
        PLAY_WRITE(note_fd(WRITE, "pwrite", fd), size, real(fd, bytes, size / 2, place), \
                   real(fd, bytes, size, place)); \
    }
DEFINE_PWRITE(pwrite64)
DEFINE_PWRITE(pwrite)

ssize_t writev(int fd, const struct iovec *parts, int size) {
    REAL(ssize_t, "writev", int, const struct iovec *, int);
    PLAY_WRITE(note_fd(WRITE, "writev", fd), size, real(fd, parts, size / 2), real(fd, parts, size));
}

#define DEFINE_SENDFILE(name) \
    ssize_t name(int to, int from, off64_t *place, size_t size) { \
        REAL(ssize_t, #name, int, int, off64_t *, size_t); \
        PLAY_WRITE(note_fd(WRITE, "sendfile", to), size, real(to, from, place, size > 64 ? 64 : size / 2), \
                   real(to, from, place, size)); \
    }
DEFINE_SENDFILE(sendfile64)
DEFINE_SENDFILE(sendfile)

ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *place, size_t size, unsigned flags) {
    REAL(ssize_t, "copy_file_range", int, off64_t *, int, off64_t *, size_t, unsigned);
    PLAY_WRITE(note_fd(WRITE, "copy_file_range", to), size,
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
        PLAY(note_at(find_kind(flags), "open", AT_FDCWD, path), int, real(path, flags, access_mode)); \
    }
DEFINE_OPEN(open)
DEFINE_OPEN(open64)

#define DEFINE_OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        MODE_OF(flags) \
        REAL(int, #name, int, const char *, int, ...); \
        PLAY(note_at(find_kind(flags), "open", folder, path), int, real(folder, path, flags, access_mode)); \
    }
DEFINE_OPENAT(openat)
DEFINE_OPENAT(openat64)

/* Flushes and cuts */

#define DEFINE_ON_FD(name, kind) \
    int name(int fd) { \
        REAL(int, #name, int); \
        PLAY(note_fd(kind, #name, fd), int, real(fd)); \
    }
DEFINE_ON_FD(fsync, SYNC)
DEFINE_ON_FD(fdatasync, SYNC)

#define DEFINE_CUT(name) \
    int name(int fd, off64_t length) { \
        REAL(int, #name, int, off64_t); \
        PLAY(note_fd(CUT, #name, fd), int, real(fd, length)); \
    }
DEFINE_CUT(ftruncate)
DEFINE_CUT(ftruncate64)

/* Names */

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    PLAY(note_at(NAME, "rename", AT_FDCWD, to), int, real(from, to));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(int, "renameat", int, const char *, int, const char *);
    PLAY(note_at(NAME, "rename", to_folder, to), int, real(from_folder, from, to_folder, to));
}

int link(const char *from, const char *to) {
    REAL(int, "link", const char *, const char *);
    PLAY(note_at(NAME, "link", AT_FDCWD, to), int, real(from, to));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    REAL(int, "linkat", int, const char *, int, const char *, int);
    PLAY(note_at(NAME, "link", to_folder, to), int, real(from_folder, from, to_folder, to, flags));
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    PLAY(note_at(REMOVE, "unlink", AT_FDCWD, path), int, real(path));
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(int, "unlinkat", int, const char *, int);
    PLAY(note_at(REMOVE, "unlink", folder, path), int, real(folder, path, flags));
}

int rmdir(const char *path) {
    REAL(int, "rmdir", const char *);
    PLAY(note_at(REMOVE, "rmdir", AT_FDCWD, path), int, real(path));
}

int mkdir(const char *path, mode_t access_mode) {
    REAL(int, "mkdir", const char *, mode_t);
    PLAY(note_at(MAKE, "mkdir", AT_FDCWD, path), int, real(path, access_mode));
}

int mkdirat(int folder, const char *path, mode_t access_mode) {
    REAL(int, "mkdirat", int, const char *, mode_t);
    PLAY(note_at(MAKE, "mkdir", folder, path), int, real(folder, path, access_mode));
}
