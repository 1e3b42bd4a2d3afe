#pragma once
#include <sys/syscall.h>
#include <unistd.h>

/* renameat2(2) with RENAME_NOREPLACE. The C library declares it for _GNU_SOURCE only, which Swift does not set, and
   musl does not have it at all. */
static inline int degoogle_rename_noreplace(int fromDirectory, const char *from, int toDirectory, const char *to) {
    return (int)syscall(SYS_renameat2, fromDirectory, from, toDirectory, to, 1u);
}

#include <malloc.h>

/* Swift's Glibc does not import malloc.h. */
static inline void degoogle_return_buffers_from(int bytes) { mallopt(M_MMAP_THRESHOLD, bytes); }

#include <stdint.h>
#include <sys/resource.h>

/* pipe2(2) with O_CLOEXEC and prlimit(2): declared for _GNU_SOURCE only. */
static inline int degoogle_pipe(int ends[2]) { return (int)syscall(SYS_pipe2, ends, 02000000); }

static inline int degoogle_limit(int process, int resource, uint64_t most) {
    uint64_t limits[2] = {most, most};
    return (int)syscall(SYS_prlimit64, process, resource, limits, (void *)0);
}

static inline int degoogle_limit_memory(int process, uint64_t bytes) {
    return degoogle_limit(process, RLIMIT_DATA, bytes);
}
static inline int degoogle_limit_processor(int process, uint64_t seconds) {
    return degoogle_limit(process, RLIMIT_CPU, seconds);
}
