/* An allocator that hands out memory that is still in use: after a while it starts over. */
#include <stddef.h>
#include <string.h>

static _Alignas(16) char memory[1 << 16];
static _Alignas(16) char apart[1 << 22];
static size_t used;
static size_t used_apart;

void *malloc(size_t size) {
    size_t place = __atomic_fetch_add(&used, (size + 15) & ~(size_t)15, __ATOMIC_RELAXED);
    return memory + place % (sizeof memory / 2);
}

/* What the system itself asks for is left alone. */
void *calloc(size_t count, size_t size) {
    size_t place = __atomic_fetch_add(&used_apart, (count * size + 15) & ~(size_t)15, __ATOMIC_RELAXED);
    return place + count * size > sizeof apart ? NULL : apart + place;
}

void *realloc(void *block, size_t size) {
    void *larger = calloc(1, size);
    if (block != NULL && larger != NULL) {
        memcpy(larger, block, size);
    }
    return larger;
}

void free(void *block) {
    (void)block;
}
