#include "parcels.h"

#include <string.h>
#include <time.h>

#include "program.h"

/* Whoever waits looks now and then whether the run has ended. */
enum { PATIENCE_NANOS = 10 * 1000 * 1000 };

void parcel_queue_open(struct parcel_queue *queue, int capacity) {
    memset(queue, 0, sizeof *queue);
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->changed, NULL);
    queue->numbers = program_reserve((size_t)capacity * sizeof *queue->numbers);
    queue->capacity = capacity;
}

static void wait_a_while(struct parcel_queue *queue) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += PATIENCE_NANOS;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    pthread_cond_timedwait(&queue->changed, &queue->lock, &until);
}

bool parcel_queue_put(struct parcel_queue *queue, int parcel, struct crew *crew) {
    pthread_mutex_lock(&queue->lock);
    while (queue->count == queue->capacity && !crew_is_stopped(crew)) {
        wait_a_while(queue);
    }
    bool put = queue->count < queue->capacity;
    if (put) {
        queue->numbers[(queue->first + queue->count) % queue->capacity] = parcel;
        queue->count++;
        pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return put;
}

int parcel_queue_take(struct parcel_queue *queue, struct crew *crew) {
    int parcel = -1;
    pthread_mutex_lock(&queue->lock);
    while (queue->count == 0 && !crew_is_stopped(crew)) {
        wait_a_while(queue);
    }
    if (queue->count > 0 && !crew_is_stopped(crew)) {
        parcel = queue->numbers[queue->first];
        queue->first = (queue->first + 1) % queue->capacity;
        queue->count--;
        pthread_cond_signal(&queue->changed);
    }
    pthread_mutex_unlock(&queue->lock);
    return parcel;
}
