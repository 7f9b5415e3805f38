/**
 * Tables in the project's documents, drawn from result files in the repository: a document says with a marker which file it shows,
 * and what stands behind the marker is replaced by what the file holds, so that a document cannot say anything else.
 */
package hakmem.bench.document;
