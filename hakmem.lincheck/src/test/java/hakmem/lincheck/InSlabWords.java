package hakmem.lincheck;

/** Operations whose protocol is in the words of slabs; that of the pool below is none of their business. */
public interface InSlabWords {}
