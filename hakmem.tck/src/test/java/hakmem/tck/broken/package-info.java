/**
 * Pools that break the contract, each by one fault: the three races the project began with, and two plain ones; and the pool
 * they are made from, which keeps it. {@code BrokenPoolsTest} shows that the contract tells them apart.
 */
package hakmem.tck.broken;
