package hakmem.fuzz;

/**
 * One step of a {@link Program}: plain data, so that every part can be dropped or made smaller.
 *
 * @param by the thread
 * @param operation what is done
 * @param slot where the block or arena is kept; taken modulo the number of slots
 * @param byteSize bytes, 0 or more
 * @param detail chooses among variants: alignments, offsets, kinds
 */
record Command(By by, Operation operation, int slot, long byteSize, int detail) {
    @Override
    public String toString() {
        return "%s %s(slot %d, %d bytes, %d)".formatted(by, operation, slot, byteSize, detail);
    }
}
