#include "program.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "block.h"
#include "library.h"

/* What the Java class Protocol looks for. */
#define MARK "hakmem-result "

#ifdef __clang__
#define COMPILER __VERSION__
#else
#define COMPILER "gcc " __VERSION__
#endif

#ifdef BLOCK_RPMALLOC

#define WRAPPER(name) Java_org_lwjgl_system_rpmalloc_RPmalloc_##name
int WRAPPER(nrpmalloc_1initialize)(void *environment, void *type, void *interface);
uint64_t WRAPPER(rpmalloc_1address)(void *environment, void *type);
uint64_t WRAPPER(rpfree_1address)(void *environment, void *type);

void *(*rpmalloc_malloc)(size_t);
void (*rpmalloc_free)(void *);

/* Without it rpmalloc does not learn of the end of a thread, whose heap is then lost. */
void block_initialize(void) {
    if (WRAPPER(nrpmalloc_1initialize)(NULL, NULL, NULL) != 0) {
        program_fail("rpmalloc_initialize failed");
    }
    rpmalloc_malloc = (void *(*)(size_t))(uintptr_t)WRAPPER(rpmalloc_1address)(NULL, NULL);
    rpmalloc_free = (void (*)(void *))(uintptr_t)WRAPPER(rpfree_1address)(NULL, NULL);
}

#else

void block_initialize(void) {}

#endif

int64_t program_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

void *program_reserve(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        program_fail("the system has no %zu bytes for the program itself", size);
    }
    return memory;
}

void program_release(void *memory, size_t size) {
    munmap(memory, size);
}

int program_scaled(const struct options *options, double full) {
    double scaled = full * options->scale + 0.5;
    return scaled < 1 ? 1 : (int)scaled;
}

/* Composed on the stack and written at once: the allocator may be broken, and stdio would ask it for a buffer. */
struct line {
    char text[2048];
    size_t length;
};

static void append(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void append(struct line *line, const char *format, ...) {
    size_t left = sizeof line->text - line->length;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line->text + line->length, left, format, arguments);
    va_end(arguments);
    line->length += (size_t)length < left ? (size_t)length : left - 1;
}

static void append_string(struct line *line, const char *name, const char *text) {
    append(line, "\"%s\":\"", name);
    for (; *text != '\0'; text++) {
        append(line, *text == '"' || *text == '\\' ? "\\%c" : "%c", (unsigned char)*text < ' ' ? ' ' : *text);
    }
    append(line, "\"");
}

static void write_line(struct line *line) {
    append(line, "\n");
    for (size_t done = 0; done < line->length;) {
        ssize_t written = write(STDOUT_FILENO, line->text + done, line->length - done);
        if (written < 0) {
            _exit(3);
        }
        done += (size_t)written;
    }
}

/* Several threads may find something wrong at once: the first speaks, the others end with it. */
void program_fail(const char *format, ...) {
    static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&first);
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    struct line line = {.length = 0};
    append(&line, MARK "{");
    append_string(&line, "failed", message);
    append(&line, "}");
    write_line(&line);
    _exit(1);
}

/* The most memory that was resident at any time, as the Java class ResidentMemory reads it; 0 if the system does not tell. */
static int64_t peak_resident(void) {
    char text[4096];
    int file = open("/proc/self/status", O_RDONLY);
    if (file < 0) {
        return 0;
    }
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    text[length < 0 ? 0 : length] = '\0';
    const char *line = strstr(text, "VmHWM:");
    return line == NULL ? 0 : strtoll(line + strlen("VmHWM:"), NULL, 10) * 1024;
}

static void *end_with_parent(void *unused) {
    (void)unused;
    char ignored[64];
    while (read(STDIN_FILENO, ignored, sizeof ignored) > 0) {
    }
    _exit(1);
}

static void watch_parent(void) {
    pthread_t watcher;
    if (pthread_create(&watcher, NULL, end_with_parent, NULL) != 0) {
        program_fail("no thread could be started");
    }
    pthread_detach(watcher);
}

static void wrong(const char *argument) {
    fprintf(stderr, "wrong argument: %s\n", argument);
    exit(2);
}

static void read_option(struct options *options, const char *argument) {
    const char *equals = strchr(argument, '=');
    if (equals == NULL || equals[1] == '\0') {
        wrong(argument);
    }
    const char *value = equals + 1;
    size_t length = (size_t)(equals - argument);
    char *end = NULL;
#define NAMED(name) (length == strlen(name) && strncmp(argument, name, length) == 0)
    if (NAMED("library")) {
        options->library = value;
        return;
    } else if (NAMED("threads")) {
        options->threads = (int)strtol(value, &end, 10);
    } else if (NAMED("seconds")) {
        options->seconds = strtod(value, &end);
    } else if (NAMED("scale")) {
        options->scale = strtod(value, &end);
    } else if (NAMED("minimum")) {
        options->minimum = (int)strtol(value, &end, 10);
    } else if (NAMED("maximum")) {
        options->maximum = (int)strtol(value, &end, 10);
    } else if (NAMED("chunks")) {
        options->chunks = (int)strtol(value, &end, 10);
    } else if (NAMED("seed")) {
        options->seed = strtoll(value, &end, 10);
    } else if (NAMED("verify")) {
        options->verify = strtol(value, &end, 10) != 0;
    } else if (NAMED("warmup")) {
        options->warmup = strtod(value, &end);
    } else if (NAMED("watch")) {
        options->watch = strtol(value, &end, 10) != 0;
    } else {
        wrong(argument);
    }
#undef NAMED
    if (*end != '\0') {
        wrong(argument);
    }
}

/* As the Java class InProcessRunner does it. */
static void warm_up(const struct options *options) {
    struct options warm = *options;
    if (workload_is_timed) {
        warm.seconds = options->warmup;
        workload_run(&warm);
        return;
    }
    int64_t begin = program_nanos();
    int64_t part = 0;
    warm.scale = options->scale / 256;
    for (int64_t spent = 0; (double)spent < options->warmup * 1e9; spent = program_nanos() - begin) {
        if ((double)part * 8 < options->warmup * 1e9 && warm.scale < options->scale) {
            warm.scale = warm.scale * 2 < options->scale ? warm.scale * 2 : options->scale;
        }
        int64_t started = program_nanos();
        workload_run(&warm);
        part = program_nanos() - started;
    }
}

int main(int count, char **arguments) {
    struct options options = {
        .threads = 1, .seconds = 5, .scale = 1, .minimum = 8, .maximum = 999, .chunks = 5000, .seed = 4141};
    for (int i = 1; i < count; i++) {
        read_option(&options, arguments[i]);
    }
    if (options.threads < 1 || options.minimum < 2 || options.maximum < options.minimum || options.chunks < 1 ||
        !(options.seconds > 0) || !(options.scale > 0)) {
        wrong("a figure is out of range");
    }
    if (options.watch) {
        watch_parent();
    }
    int64_t base = peak_resident();
    block_initialize();
    library_check(options.library);
    if (options.warmup > 0) {
        warm_up(&options);
    }
    struct outcome outcome = workload_run(&options);
    struct line line = {.length = 0};
    append(&line, MARK "{\"measurement\":{\"value\":%.17g,\"operations\":%lld,\"nanos\":%lld,", outcome.value,
           (long long)outcome.operations, (long long)outcome.nanos);
    append(&line, "\"peakRssBytes\":%lld,\"details\":{\"baseRssBytes\":%lld,",
           (long long)peak_resident(), (long long)base);
    if (outcome.detail_name != NULL) {
        append(&line, "\"%s\":%lld,", outcome.detail_name, (long long)outcome.detail);
    }
    append_string(&line, "library", library_describe());
    append(&line, ",");
    append_string(&line, "compiler", COMPILER);
    append(&line, "}}}");
    write_line(&line);
    return 0;
}
