/**
 * One mutex around the simplest data structure: what the other strategies are compared with.
 *
 * <h2>Ordering of the fields shared between threads</h2>
 *
 * <p>All fields of {@code LockedPool} and of its holdings are read and written under the pool's lock, by anyone, and the
 * contract of {@code hakmem.tck} holds them.
 */
package hakmem.sharedpool.locked;
