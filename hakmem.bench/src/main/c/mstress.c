/* The Java classes MStress and Words, which explain the workload: the same random numbers, sizes, threads and rounds. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "crew.h"
#include "fast_random.h"
#include "pattern.h"
#include "program.h"

enum { ROUNDS = 25, BLOCKS = 5000, SHARED = 1000, USUAL_SHIFTS = 5, RETAINED_SHIFTS = 7, MANY = 100 };
enum { MOST = 100 * MANY * 64 };

#define COOKIE UINT64_C(0x5bd1e9955bd1e995)

const bool workload_is_timed = false;

struct life {
    struct crew_task task;
    _Atomic(uint64_t *) *shared;
    uint64_t **own;
    int blocks;
    int retained;
    struct fast_random random;
    const struct options *options;
};

static int blocks_of(int thread) {
    return BLOCKS * (thread % 8 + 1);
}

static int retained_of(int thread) {
    return blocks_of(thread) / 2;
}

/* When contents are verified words also depend on where the block is, so that two blocks that overlap differ. */
static uint64_t key_of(const struct options *options, const uint64_t *block) {
    return options->verify ? pattern_mix((uintptr_t)block ^ (uint64_t)options->seed) & ~UINT64_C(0xffffffff) : 0;
}

static uint64_t *allocate(const struct options *options, int words, struct fast_random *random) {
    uint64_t count = (uint64_t)words;
    if (fast_random_chance(random, 1)) {
        if (fast_random_chance(random, 1)) {
            count *= MANY * 100;
        } else if (fast_random_chance(random, 10)) {
            count *= MANY * 10;
        } else {
            count *= MANY;
        }
    }
    uint64_t *block = block_malloc(count * sizeof *block);
    if (block == NULL) {
        program_fail("malloc(%zu) returned null", (size_t)count * sizeof *block);
    }
    uint64_t key = key_of(options, block);
    for (uint64_t i = 0; i < count; i++) {
        block[i] = (count - i) ^ COOKIE ^ key;
    }
    return block;
}

static void check(const struct options *options, const uint64_t *block) {
    uint64_t key = key_of(options, block);
    uint64_t count = block[0] ^ COOKIE ^ key;
    if (count < 1 || count > MOST) {
        program_fail("the block at %p was changed while live: it begins with 0x%llx, which nobody wrote there",
                     (const void *)block, (unsigned long long)block[0]);
    }
    for (uint64_t i = 1; i < count; i++) {
        if (block[i] != ((count - i) ^ COOKIE ^ key)) {
            program_fail("the block of %llu words at %p was changed while live: word %llu is 0x%llx", (unsigned long long)count,
                         (const void *)block, (unsigned long long)i, (unsigned long long)block[i]);
        }
    }
}

static void release(const struct options *options, uint64_t *block) {
    if (block != NULL) {
        check(options, block);
        block_free(block);
    }
}

static void live(void *argument) {
    struct life *life = argument;
    struct fast_random random = life->random;
    int usual = 0;
    int kept = 0;
    while (usual < life->blocks || kept < life->retained) {
        if (kept == life->retained || (usual < life->blocks && fast_random_chance(&random, 50))) {
            int words = 1 << fast_random_below(&random, USUAL_SHIFTS);
            life->own[usual] = allocate(life->options, words, &random);
            usual++;
        } else {
            int words = 1 << fast_random_below(&random, RETAINED_SHIFTS);
            life->own[life->blocks + kept] = allocate(life->options, words, &random);
            kept++;
        }
        if (usual > 0 && fast_random_chance(&random, 66)) {
            int slot = fast_random_below(&random, usual);
            release(life->options, life->own[slot]);
            life->own[slot] = NULL;
        }
        if (usual > 0 && fast_random_chance(&random, 25)) {
            int slot = fast_random_below(&random, usual);
            int shared = fast_random_below(&random, SHARED);
            /* What the other thread wrote to the block is visible to who gets it. */
            life->own[slot] = atomic_exchange_explicit(&life->shared[shared], life->own[slot], memory_order_acq_rel);
        }
    }
    for (int slot = 0; slot < life->blocks + life->retained; slot++) {
        release(life->options, life->own[slot]);
        life->own[slot] = NULL;
    }
}

struct outcome workload_run(const struct options *options) {
    int threads = options->threads;
    _Atomic(uint64_t *) *shared = program_reserve(SHARED * sizeof *shared);
    struct life *lives = program_reserve((size_t)threads * sizeof *lives);
    int64_t slots = 0;
    for (int i = 0; i < threads; i++) {
        lives[i] = (struct life){.shared = shared,
                                 .own = program_reserve((size_t)(blocks_of(i) + retained_of(i)) * sizeof(uint64_t *)),
                                 .blocks = blocks_of(i),
                                 .retained = retained_of(i),
                                 .options = options};
        slots += blocks_of(i) + retained_of(i);
    }
    int rounds = program_scaled(options, ROUNDS);
    struct fast_random random = fast_random_seeded(options->seed);
    int64_t begin = program_nanos();
    for (int round = 0; round < rounds; round++) {
        struct crew crew;
        crew_open(&crew);
        for (int i = 0; i < threads; i++) {
            lives[i].task = (struct crew_task){.crew = &crew, .run = live, .argument = &lives[i]};
            lives[i].random = fast_random_of(options->seed + round, i);
            crew_start(&lives[i].task);
        }
        crew_join(&crew);
        for (int slot = 0; slot < SHARED; slot++) {
            if (round == rounds - 1 || fast_random_chance(&random, 50)) {
                release(options, atomic_exchange_explicit(&shared[slot], NULL, memory_order_relaxed));
            }
        }
    }
    int64_t nanos = program_nanos() - begin;
    for (int i = 0; i < threads; i++) {
        program_release(lives[i].own, (size_t)(blocks_of(i) + retained_of(i)) * sizeof(uint64_t *));
    }
    program_release(lives, (size_t)threads * sizeof *lives);
    program_release(shared, SHARED * sizeof *shared);
    return (struct outcome){.value = (double)nanos / 1e6, .operations = rounds * slots, .nanos = nanos};
}
