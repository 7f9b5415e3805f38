/*
 * Ranges of slots that go round between threads, as the Java class Parcels has them: empty ones to those that allocate, full ones
 * to those that free. Two bounded queues of numbers, each with a lock of its own.
 */
#ifndef PARCELS_H
#define PARCELS_H

#include <pthread.h>
#include <stdbool.h>

#include "crew.h"

struct parcel_queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int *numbers; /* what follows is under the lock */
    int capacity;
    int first;
    int count;
};

void parcel_queue_open(struct parcel_queue *queue, int capacity);

/* Waits for room; false once the crew is stopped. */
bool parcel_queue_put(struct parcel_queue *queue, int parcel, struct crew *crew);

/* Waits for a parcel; -1 once the crew is stopped. */
int parcel_queue_take(struct parcel_queue *queue, struct crew *crew);

#endif
