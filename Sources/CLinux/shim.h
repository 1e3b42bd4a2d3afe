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
