#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "program.h"

static const char *file_of_blocks(void) {
    Dl_info library;
#if defined(BLOCK_RPMALLOC)
    void *function = (void *)(uintptr_t)block_malloc;
#else
    /* What &malloc gives may be the address of a jump in the program. */
    void *function = dlsym(RTLD_DEFAULT, BLOCK_MALLOC_NAME);
#endif
    if (function == NULL || dladdr(function, &library) == 0 || library.dli_fname == NULL) {
        program_fail("the library that blocks come from could not be told");
    }
    return library.dli_fname;
}

void library_check(const char *expected) {
    char expected_path[PATH_MAX];
    char found_path[PATH_MAX];
    const char *found = file_of_blocks();
    if (expected != NULL && (realpath(expected, expected_path) == NULL || realpath(found, found_path) == NULL ||
                             strcmp(expected_path, found_path) != 0)) {
        program_fail("blocks come from %s instead of %s", found, expected);
    }
}

/* Each library has a way of its own; one that is built without its history tells nothing of use. */
static void write_version(char *text, size_t size) {
    union {
        void *symbol;
        const char *(*glibc)(void);
        int (*mimalloc)(void);
        const char *(*tcmalloc)(int *, int *, const char **);
    } ask;
    text[0] = '\0';
    if ((ask.symbol = dlsym(RTLD_DEFAULT, "mi_version")) != NULL) {
        int version = ask.mimalloc(); /* 30500 for 3.5.0, and in older releases 209 for 2.0.9 */
        int unit = version >= 10000 ? 100 : 10;
        snprintf(text, size, " %d.%d.%d", version / unit / unit, version / unit % unit, version % unit);
    } else if ((ask.symbol = dlsym(RTLD_DEFAULT, "tc_version")) != NULL) {
        int major, minor;
        const char *patch;
        snprintf(text, size, " %s", ask.tcmalloc(&major, &minor, &patch));
    } else if (strstr(file_of_blocks(), "libc.") != NULL &&
               (ask.symbol = dlsym(RTLD_DEFAULT, "gnu_get_libc_version")) != NULL) {
        snprintf(text, size, " %s", ask.glibc());
    }
}

const char *library_describe(void) {
    static char text[PATH_MAX + 64];
    char path[PATH_MAX];
    char version[64];
    const char *file = file_of_blocks();
    if (realpath(file, path) != NULL) {
        file = path;
    }
    const char *slash = strrchr(file, '/');
    write_version(version, sizeof version);
    snprintf(text, sizeof text, "%s%s", slash == NULL ? file : slash + 1, version);
    return text;
}
