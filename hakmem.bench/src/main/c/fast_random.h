/* The random numbers of the Java class FastRandom, which explains them; the same seed gives the same numbers. */
#ifndef FAST_RANDOM_H
#define FAST_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct fast_random {
    uint64_t state;
};

static inline struct fast_random fast_random_seeded(int64_t seed) {
    const uint64_t scramble = UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = ((uint64_t)seed + 1) * scramble;
    mixed ^= mixed >> 32;
    return (struct fast_random){.state = mixed == 0 ? scramble : mixed};
}

/* The sequence of one thread of several. */
static inline struct fast_random fast_random_of(int64_t seed, int thread) {
    return fast_random_seeded((int64_t)((uint64_t)seed * 31 + (uint64_t)thread + 1));
}

/* 0 to bound - 1. */
static inline int fast_random_below(struct fast_random *random, int bound) {
    uint64_t drawn = random->state;
    drawn ^= drawn >> 12;
    drawn ^= drawn << 25;
    drawn ^= drawn >> 27;
    random->state = drawn;
    return (int)(((drawn * UINT64_C(0x2545f4914f6cdd1d)) >> 32) * (uint64_t)bound >> 32);
}

static inline bool fast_random_chance(struct fast_random *random, int percent) {
    return fast_random_below(random, 100) < percent;
}

#endif
