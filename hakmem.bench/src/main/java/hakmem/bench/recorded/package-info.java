/**
 * What result files hold, read back: files, series, what was measured side by side, ratios, and how figures are written for
 * people. The page and the documents are drawn from it. All values are immutable and safe for use by several threads.
 */
package hakmem.bench.recorded;
