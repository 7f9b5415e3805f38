/* What every program has in common: it is told options, runs a workload, and prints one line with what it found. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The Java class WorkloadOptions says what the first ones mean. */
struct options {
    int threads;
    double seconds; /* how long it is timed, if it is */
    double scale;   /* how much of its description it does, if it is not timed */
    int minimum;
    int maximum;
    int chunks;
    int64_t seed;
    bool verify;
    double warmup;       /* seconds the workload runs before, untimed; 0 for not at all */
    const char *library; /* the file blocks must come from, or NULL */
    bool watch;          /* whether to end when standard input does, that is with the parent */
};

struct outcome {
    double value;       /* in the workload's unit */
    int64_t operations; /* what was counted */
    int64_t nanos;      /* the time it took */
    const char *detail_name; /* a further figure, or NULL */
    int64_t detail;
};

/* Whether the workload runs for so many seconds, or does so much. */
extern const bool workload_is_timed;

/* The workload: defined once in each program. At its end every block is freed. */
struct outcome workload_run(const struct options *options);

/* The time since some moment in the past, in nanoseconds. */
int64_t program_nanos(void);

/* Says what is wrong with the allocator, and ends the program. */
_Noreturn void program_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Memory for the program itself: from the system, not from the allocator that is measured; filled with zeros. */
void *program_reserve(size_t size);

/* Gives back what was reserved. */
void program_release(void *memory, size_t size);

/* A number of the workload's description, scaled: 1 at least. */
int program_scaled(const struct options *options, double full);

#endif
