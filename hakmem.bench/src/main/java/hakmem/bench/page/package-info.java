/**
 * The report: one HTML page with everything in it, drawn from result files. {@link hakmem.bench.page.Page} puts it together from
 * the charts; {@link hakmem.bench.page.Markup} is the only one that writes angle brackets, and escapes all it is given.
 *
 * <p>Charts are SVG whose places along the x axis are per cents and whose heights are pixels, so that they take any width while
 * their letters keep their size: the same drawing is for a desktop, a phone and paper. Colours are classes that the style sheet
 * defines for light and dark.
 */
package hakmem.bench.page;
