/**
 * What the project set itself to reach, and whether the figures in result files reach it. {@link hakmem.bench.targets.Targets} judges;
 * {@link hakmem.bench.targets.Evidence} chooses the figures, so that a file with few peers cannot stand in for one with many. All
 * values are immutable and safe for use by several threads.
 */
package hakmem.bench.targets;
