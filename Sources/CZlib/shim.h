// zlib's own header, from Debian's zlib1g-dev.
#ifndef TRAWL_CZLIB_SHIM_H
#define TRAWL_CZLIB_SHIM_H

#include <zlib.h>

// A macro with arguments, which Swift does not import: deflate in gzip's format, 15 + 16 window bits.
static inline int trawl_deflate_init_gzip(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}

#endif
