/* The Java class XMalloc, which explains the workload: as many threads, batches and sizes, the same counting. */
#include <stdlib.h>
#include <string.h>

#include "block.h"
#include "crew.h"
#include "parcels.h"
#include "pattern.h"
#include "program.h"

enum { BATCH = 4096, SIZE = 64, QUEUED = 100 };

const bool workload_is_timed = true;

/* Patterns are there only when contents are verified. */
struct work {
    unsigned char **blocks;
    uint64_t *patterns;
    struct parcel_queue empty;
    struct parcel_queue full;
    struct crew crew;
};

struct worker {
    _Alignas(128) struct crew_task task;
    struct work *work;
    int64_t frees;
};

static void allocate(struct work *work, int slot) {
    unsigned char *block = block_malloc(SIZE);
    if (block == NULL) {
        program_fail("malloc(%d) returned null", SIZE);
    }
    work->blocks[slot] = block;
    if (work->patterns == NULL) {
        memset(block, 'e', SIZE);
    } else {
        work->patterns[slot] = pattern_fill(block, SIZE, work->patterns[slot]);
    }
}

static void release(struct work *work, int slot) {
    unsigned char *block = work->blocks[slot];
    if (block != NULL) {
        if (work->patterns != NULL) {
            pattern_check(block, SIZE, work->patterns[slot]);
        }
        work->blocks[slot] = NULL;
        block_free(block);
    }
}

static void produce(void *argument) {
    struct worker *worker = argument;
    struct work *work = worker->work;
    for (int batch; (batch = parcel_queue_take(&work->empty, &work->crew)) >= 0;) {
        for (int slot = batch * BATCH; slot < (batch + 1) * BATCH; slot++) {
            allocate(work, slot);
        }
        parcel_queue_put(&work->full, batch, &work->crew);
    }
}

static void consume(void *argument) {
    struct worker *worker = argument;
    struct work *work = worker->work;
    for (int batch; (batch = parcel_queue_take(&work->full, &work->crew)) >= 0;) {
        for (int slot = batch * BATCH; slot < (batch + 1) * BATCH; slot++) {
            release(work, slot);
        }
        worker->frees += BATCH;
        parcel_queue_put(&work->empty, batch, &work->crew);
    }
}

struct outcome workload_run(const struct options *options) {
    int batches = QUEUED + 2 * options->threads;
    struct work *work = program_reserve(sizeof *work);
    work->blocks = program_reserve((size_t)batches * BATCH * sizeof *work->blocks);
    if (options->verify) {
        work->patterns = program_reserve((size_t)batches * BATCH * sizeof *work->patterns);
        for (int slot = 0; slot < batches * BATCH; slot++) {
            work->patterns[slot] = (uint64_t)options->seed + (uint64_t)slot * PATTERN_STEP;
        }
    }
    crew_open(&work->crew);
    parcel_queue_open(&work->empty, batches);
    parcel_queue_open(&work->full, QUEUED);
    for (int batch = 0; batch < batches; batch++) {
        parcel_queue_put(&work->empty, batch, &work->crew);
    }
    struct worker *workers = program_reserve((size_t)(2 * options->threads) * sizeof *workers);
    for (int i = 0; i < 2 * options->threads; i++) {
        workers[i].work = work;
        workers[i].task =
            (struct crew_task){.crew = &work->crew, .run = i % 2 == 0 ? produce : consume, .argument = &workers[i]};
    }
    int64_t begin = program_nanos();
    for (int i = 0; i < 2 * options->threads; i++) {
        crew_start(&workers[i].task);
    }
    crew_sleep(options->seconds);
    crew_stop(&work->crew);
    crew_join(&work->crew);
    int64_t nanos = program_nanos() - begin;

    /* What was on its way when they were stopped. */
    for (int slot = 0; slot < batches * BATCH; slot++) {
        release(work, slot);
    }
    int64_t frees = 0;
    for (int i = 0; i < 2 * options->threads; i++) {
        frees += workers[i].frees;
    }
    return (struct outcome){
        .value = (double)frees * 1e9 / (double)nanos, .operations = frees, .nanos = nanos};
}
