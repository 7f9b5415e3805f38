/* Which library blocks come from. */
#ifndef LIBRARY_H
#define LIBRARY_H

/*
 * Makes sure that blocks come from a file: of a library that cannot be preloaded the dynamic linker only prints a warning, and
 * the C library would be measured under another's name. Fails the program if they do not; NULL stands for any file.
 */
void library_check(const char *expected);

/* The name of the file and, where the library tells it, its version; valid until the next call. */
const char *library_describe(void);

#endif
