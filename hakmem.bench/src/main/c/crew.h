/* The threads of one run: they may start others, are told to stop, and have all ended when crew_join() returns. */
#ifndef CREW_H
#define CREW_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    int64_t alive;   /* under the lock */
    int64_t threads; /* under the lock: how many there were */
    atomic_bool stopped;
};

/* What a thread does; it stays where it is until the thread has ended. Successors may be started with the same one. */
struct crew_task {
    struct crew *crew;
    void (*run)(void *);
    void *argument;
};

void crew_open(struct crew *crew);

/* Starts a thread. A thread of the crew that starts another is not the last one, so crew_join() waits for both. */
void crew_start(struct crew_task *task);

void crew_stop(struct crew *crew);

/* Looked at once in a batch of operations. Only the value counts, so no order is asked for. */
static inline bool crew_is_stopped(struct crew *crew) {
    return atomic_load_explicit(&crew->stopped, memory_order_relaxed);
}

/* Lets time pass. */
void crew_sleep(double seconds);

/* Waits until every thread has ended, those started meanwhile included; all they did is then visible. */
void crew_join(struct crew *crew);

#endif
