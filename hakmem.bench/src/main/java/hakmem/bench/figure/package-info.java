/**
 * Figures: several in one, and one as people read it. It depends on no other package here; nothing in it is changed by a call, and
 * all of it is safe for use by several threads.
 */
package hakmem.bench.figure;
