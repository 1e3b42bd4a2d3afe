#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <libdeflate.h>
#include <zlib.h>

/* zlib.h offers inflateInit2 only as a macro, which Swift does not import. */
static inline int degoogle_inflate_init(z_stream *stream, int window_bits) {
    return inflateInit2(stream, window_bits);
}
