/** The pool as front ends see it: strategies found by name, and the boundary that checks them. */
package hakmem.sharedpool;
