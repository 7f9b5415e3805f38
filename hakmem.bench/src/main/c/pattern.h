/*
 * What blocks are filled with when contents are verified, as the Java class VerifyingSlots does it: words that depend on the
 * seed, on the address and on what the slot held before. Of two blocks that overlap the one filled first is found damaged.
 */
#ifndef PATTERN_H
#define PATTERN_H

#include <stdint.h>
#include <string.h>

#include "program.h"

#define PATTERN_STEP UINT64_C(0x9e3779b97f4a7c15)

static inline uint64_t pattern_mix(uint64_t value) {
    uint64_t mixed = (value ^ (value >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

/* Fills a block; the result is what pattern_check() is to be told, and what the next block of the slot starts from. */
static inline uint64_t pattern_fill(unsigned char *block, size_t size, uint64_t before) {
    /* A block of less than 16 bytes cannot hold anything that must be aligned to 16. */
    size_t alignment = size < 16 ? 8 : 16;
    if (((uintptr_t)block & (alignment - 1)) != 0) {
        program_fail("allocated a block of %zu bytes at %p, which is not aligned to %zu bytes", size, (void *)block,
                     alignment);
    }
    uint64_t first = pattern_mix(before ^ (uintptr_t)block);
    uint64_t word = first;
    size_t done = 0;
    for (; done + sizeof word <= size; done += sizeof word, word += PATTERN_STEP) {
        memcpy(block + done, &word, sizeof word);
    }
    memcpy(block + done, &word, size - done);
    return first;
}

_Noreturn static inline void pattern_damaged(const unsigned char *block, size_t size, size_t offset) {
    program_fail("the block of %zu bytes at %p was changed while live, at offset %zu or in the 7 bytes behind", size,
                 (const void *)block, offset);
}

static inline void pattern_check(const unsigned char *block, size_t size, uint64_t first) {
    uint64_t word = first;
    size_t done = 0;
    for (; done + sizeof word <= size; done += sizeof word, word += PATTERN_STEP) {
        uint64_t found;
        memcpy(&found, block + done, sizeof found);
        if (found != word) {
            pattern_damaged(block, size, done);
        }
    }
    if (memcmp(block + done, &word, size - done) != 0) {
        pattern_damaged(block, size, done);
    }
}

#endif
