/*
 * Threads are detached, so that the stack of one that has ended is used by the next, as it is in a JVM; a count tells when the
 * last has ended. It is lowered under the lock that crew_join() takes, which makes the thread's work visible there.
 */
#include "crew.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "program.h"

static void *run(void *argument) {
    struct crew_task *task = argument;
    struct crew *crew = task->crew;
    task->run(task->argument);
    pthread_mutex_lock(&crew->lock);
    crew->alive--;
    pthread_cond_signal(&crew->ended);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

void crew_open(struct crew *crew) {
    memset(crew, 0, sizeof *crew);
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->ended, NULL);
}

void crew_start(struct crew_task *task) {
    pthread_mutex_lock(&task->crew->lock);
    task->crew->alive++;
    task->crew->threads++;
    pthread_mutex_unlock(&task->crew->lock);
    pthread_t thread;
    int error = pthread_create(&thread, NULL, run, task);
    if (error != 0) {
        program_fail("no thread could be started: %s", strerror(error));
    }
    pthread_detach(thread);
}

void crew_stop(struct crew *crew) {
    atomic_store_explicit(&crew->stopped, true, memory_order_relaxed);
}

void crew_sleep(double seconds) {
    struct timespec left = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(time_t)seconds) * 1e9)};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) {
    }
}

void crew_join(struct crew *crew) {
    pthread_mutex_lock(&crew->lock);
    while (crew->alive != 0) {
        pthread_cond_wait(&crew->ended, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}
