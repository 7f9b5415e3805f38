/** Fast filling with zeros, for {@code calloc} and arenas. */
package hakmem.malloc.zero;
