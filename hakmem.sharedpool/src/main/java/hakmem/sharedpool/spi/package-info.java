/**
 * What a pool strategy provides. A third party implements {@link hakmem.sharedpool.spi.SharedPoolProvider}, puts its module
 * on the module path (or its jar with {@code META-INF/services} on the class path) and is chosen by name;
 * {@code hakmem.tck} has the tests every strategy must pass.
 */
package hakmem.sharedpool.spi;
