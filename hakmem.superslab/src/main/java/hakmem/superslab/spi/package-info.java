/**
 * What a source of memory provides. Third parties implement {@link hakmem.superslab.spi.MemorySourceProvider} to put
 * hakmem on memory of their own: huge pages, a mapped device, a persistent file.
 */
package hakmem.superslab.spi;
