/*
 * Where blocks come from. BLOCK_PREFIX is what the library puts before the names of C's functions, if anything;
 * BLOCK_RPMALLOC is defined for LWJGL's build of rpmalloc, which exports only wrappers for JNI: some of them give the addresses of
 * the functions. Either way a call is one indirect jump, as it is to a library that was preloaded.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include <stddef.h>

#if defined(BLOCK_RPMALLOC)

extern void *(*rpmalloc_malloc)(size_t);
extern void (*rpmalloc_free)(void *);
#define block_malloc rpmalloc_malloc
#define block_free rpmalloc_free

#elif defined(BLOCK_PREFIX)

#define BLOCK_JOIN_EXPANDED(prefix, name) prefix##name
#define BLOCK_JOIN(prefix, name) BLOCK_JOIN_EXPANDED(prefix, name)
#define block_malloc BLOCK_JOIN(BLOCK_PREFIX, malloc)
#define block_free BLOCK_JOIN(BLOCK_PREFIX, free)
#define BLOCK_TEXT_EXPANDED(text) #text
#define BLOCK_TEXT(text) BLOCK_TEXT_EXPANDED(text)
#define BLOCK_MALLOC_NAME BLOCK_TEXT(BLOCK_PREFIX) "malloc"
void *block_malloc(size_t);
void block_free(void *);

#else

#include <stdlib.h>
#define block_malloc malloc
#define block_free free
#define BLOCK_MALLOC_NAME "malloc"

#endif

/* Makes the library ready for use by every thread; called once, before anything else. */
void block_initialize(void);

#endif
