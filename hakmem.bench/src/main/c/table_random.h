/* The random numbers of the Java classes TableRandom and Below, which explain them; the same seed gives the same numbers. */
#ifndef TABLE_RANDOM_H
#define TABLE_RANDOM_H

#include <stdint.h>

enum { TABLE_RANDOM_MODULUS = 714025, TABLE_RANDOM_TABLE = 97 };

struct table_random {
    int32_t state;
    int32_t last;
    int32_t table[TABLE_RANDOM_TABLE];
};

static inline int32_t table_random_advance(struct table_random *random) {
    random->state = (random->state * 1366 + 150889) % TABLE_RANDOM_MODULUS;
    return random->state;
}

static inline void table_random_seed(struct table_random *random, int64_t seed) {
    int64_t rest = seed % TABLE_RANDOM_MODULUS;
    random->state = (int32_t)(rest < 0 ? rest + TABLE_RANDOM_MODULUS : rest);
    for (int i = 0; i < TABLE_RANDOM_TABLE; i++) {
        random->table[i] = table_random_advance(random);
    }
    random->last = table_random_advance(random);
}

/* 0 to TABLE_RANDOM_MODULUS - 1. */
static inline int32_t table_random_next(struct table_random *random) {
    int32_t index = random->last % TABLE_RANDOM_TABLE;
    random->last = random->table[index];
    random->table[index] = table_random_advance(random);
    return random->last;
}

/* 0 to bound - 1. */
static inline int32_t table_random_below(struct table_random *random, int32_t bound) {
    if (bound <= TABLE_RANDOM_MODULUS) {
        return table_random_next(random) % bound;
    }
    int64_t high = (int64_t)table_random_next(random) * TABLE_RANDOM_MODULUS;
    return (int32_t)((high + table_random_next(random)) % bound);
}

/* A bound that is known when the run starts: the same numbers without a division. */
struct below {
    int32_t bound;
    int64_t multiplier;
};

enum { BELOW_SHIFT = 40 };

static inline struct below below_of(int32_t bound) {
    return (struct below){.bound = bound, .multiplier = (INT64_C(1) << BELOW_SHIFT) / bound + 1};
}

static inline int32_t below_draw(const struct below *below, struct table_random *random) {
    if (below->bound > TABLE_RANDOM_MODULUS) {
        return table_random_below(random, below->bound);
    }
    int32_t number = table_random_next(random);
    return number - (int32_t)((uint64_t)(number * below->multiplier) >> BELOW_SHIFT) * below->bound;
}

#endif
