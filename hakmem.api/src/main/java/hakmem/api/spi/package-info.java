/**
 * What an implementation of {@link hakmem.api.Allocator} provides so that {@link hakmem.api.Hakmem} finds it.
 *
 * <p>Users of an allocator need nothing from here.
 */
package hakmem.api.spi;
