/* The Java class Larson, which explains the workload: the same random numbers, sizes, threads and counting. */
#include <stdlib.h>

#include "block.h"
#include "crew.h"
#include "pattern.h"
#include "program.h"
#include "table_random.h"

enum { BATCH = 1000, OPERATIONS_PER_THREAD = 500000, WARMING_ROUNDS = 4, CACHE_LINES = 128 };

const bool workload_is_timed = true;

/* Sizes and patterns are there only when contents are verified. */
struct slots {
    unsigned char **blocks;
    int32_t *sizes;
    uint64_t *patterns;
    int count;
};

/* The slots of one thread and its successors; it belongs to the one that runs. */
struct lane {
    _Alignas(CACHE_LINES) struct crew_task task;
    struct slots *slots;
    int from;
    const struct options *options;
    struct table_random random;
    int64_t operations;
};

static void allocate(struct slots *slots, int slot, int32_t size) {
    unsigned char *block = block_malloc((size_t)size);
    if (block == NULL) {
        program_fail("malloc(%d) returned null", size);
    }
    slots->blocks[slot] = block;
    block[0] = 'a';
    block[1] = 'b';
}

/* The constant argument makes two functions of this one, of which the measured one does nothing but its work. */
static inline __attribute__((always_inline)) void replace(struct slots *slots, int slot, int32_t size, bool verify) {
    if (verify) {
        pattern_check(slots->blocks[slot], (size_t)slots->sizes[slot], slots->patterns[slot]);
    }
    block_free(slots->blocks[slot]);
    allocate(slots, slot, size);
    if (verify) {
        slots->sizes[slot] = size;
        slots->patterns[slot] = pattern_fill(slots->blocks[slot], (size_t)size, slots->patterns[slot]);
    }
}

static __attribute__((noinline)) void replace_batch(struct slots *slots, struct table_random *random, int from,
                                                    const struct below *any_slot, int32_t minimum,
                                                    const struct below *any_size) {
    for (int i = 0; i < BATCH; i++) {
        int slot = from + below_draw(any_slot, random);
        replace(slots, slot, minimum + below_draw(any_size, random), false);
    }
}

static __attribute__((noinline)) void replace_batch_verified(struct slots *slots, struct table_random *random, int from,
                                                             const struct below *any_slot, int32_t minimum,
                                                             const struct below *any_size) {
    for (int i = 0; i < BATCH; i++) {
        int slot = from + below_draw(any_slot, random);
        replace(slots, slot, minimum + below_draw(any_size, random), true);
    }
}

/* The life of one thread: work, and start the next one. */
static void live(void *argument) {
    struct lane *lane = argument;
    struct crew *crew = lane->task.crew;
    const struct options *options = lane->options;
    struct table_random own = lane->random;
    struct below any_slot = below_of(options->chunks);
    struct below any_size = below_of(options->maximum - options->minimum + 1);
    int64_t done = 0;
    while (done < OPERATIONS_PER_THREAD && !crew_is_stopped(crew)) {
        if (options->verify) {
            replace_batch_verified(lane->slots, &own, lane->from, &any_slot, options->minimum, &any_size);
        } else {
            replace_batch(lane->slots, &own, lane->from, &any_slot, options->minimum, &any_size);
        }
        done += BATCH;
    }
    lane->operations += done;
    lane->random = own;
    if (!crew_is_stopped(crew)) {
        crew_start(&lane->task);
    }
}

static void swap(struct slots *slots, int one, int other) {
    unsigned char *block = slots->blocks[one];
    slots->blocks[one] = slots->blocks[other];
    slots->blocks[other] = block;
    if (slots->sizes != NULL) {
        int32_t size = slots->sizes[one];
        slots->sizes[one] = slots->sizes[other];
        slots->sizes[other] = size;
        uint64_t pattern = slots->patterns[one];
        slots->patterns[one] = slots->patterns[other];
        slots->patterns[other] = pattern;
    }
}

static void fill(struct slots *slots, struct table_random *random, const struct options *options) {
    int sizes = options->maximum - options->minimum + 1;
    for (int slot = 0; slot < slots->count; slot++) {
        int32_t size = options->minimum + table_random_below(random, sizes);
        allocate(slots, slot, size);
        if (options->verify) {
            slots->sizes[slot] = size;
            slots->patterns[slot] =
                pattern_fill(slots->blocks[slot], (size_t)size, (uint64_t)options->seed + (uint64_t)slot * PATTERN_STEP);
        }
    }
    for (int slot = slots->count - 1; slot > 0; slot--) {
        swap(slots, slot, table_random_below(random, slot + 1));
    }
    for (int64_t i = 0; i < (int64_t)WARMING_ROUNDS * slots->count; i++) {
        int slot = table_random_below(random, slots->count);
        replace(slots, slot, options->minimum + table_random_below(random, sizes), options->verify);
    }
}

static void free_all(struct slots *slots) {
    for (int slot = 0; slot < slots->count; slot++) {
        if (slots->sizes != NULL) {
            pattern_check(slots->blocks[slot], (size_t)slots->sizes[slot], slots->patterns[slot]);
        }
        block_free(slots->blocks[slot]);
    }
}

struct outcome workload_run(const struct options *options) {
    struct slots slots = {.count = options->threads * options->chunks};
    slots.blocks = program_reserve((size_t)slots.count * sizeof *slots.blocks);
    if (options->verify) {
        slots.sizes = program_reserve((size_t)slots.count * sizeof *slots.sizes);
        slots.patterns = program_reserve((size_t)slots.count * sizeof *slots.patterns);
    }
    struct table_random random;
    table_random_seed(&random, options->seed);
    fill(&slots, &random, options);

    struct crew crew;
    crew_open(&crew);
    struct lane *lanes = program_reserve((size_t)options->threads * sizeof *lanes);
    for (int i = 0; i < options->threads; i++) {
        lanes[i] = (struct lane){.task = {.crew = &crew, .run = live, .argument = &lanes[i]},
                                 .slots = &slots,
                                 .from = i * options->chunks,
                                 .options = options};
        table_random_seed(&lanes[i].random, table_random_next(&random));
    }
    int64_t begin = program_nanos();
    for (int i = 0; i < options->threads; i++) {
        crew_start(&lanes[i].task);
    }
    crew_sleep(options->seconds);
    crew_stop(&crew);
    crew_join(&crew);
    int64_t nanos = program_nanos() - begin;

    free_all(&slots);
    int64_t operations = 0;
    for (int i = 0; i < options->threads; i++) {
        operations += lanes[i].operations;
    }
    return (struct outcome){.value = (double)operations * 1e9 / (double)nanos,
                            .operations = operations,
                            .nanos = nanos,
                            .detail_name = "threadsStarted",
                            .detail = crew.threads};
}
