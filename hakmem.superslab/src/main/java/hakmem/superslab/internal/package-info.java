/** What modules of this project need of this one, and nobody else: exported to them by name. */
package hakmem.superslab.internal;
