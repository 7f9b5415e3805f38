package hakmem.bench.torture;

import hakmem.api.Allocator;
import hakmem.api.DoubleFreeException;
import hakmem.api.InvalidFreeException;
import hakmem.api.OffHeapOutOfMemoryError;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Faults that an allocator may have, each put into a sound one. Most come up seldom, as such faults do. */
enum Fault {
    HANDS_OUT_A_PART_OF_A_LIVE_BLOCK("has lost its contents|lies in another|InvalidFreeException") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                private final Map<Long, Long> parts = new ConcurrentHashMap<>();
                private final AtomicLong part = new AtomicLong();
                private final AtomicInteger count = new AtomicInteger();

                @Override
                public long malloc(long byteSize) {
                    if (byteSize >= 256 && count.incrementAndGet() % RARE == 0) {
                        long whole = super.malloc(byteSize);
                        part.set(whole + (byteSize / 2 & -16));
                        return whole;
                    }
                    long address = byteSize > 0 && byteSize <= 128 ? part.getAndSet(0) : 0;
                    if (address == 0) {
                        return super.malloc(byteSize);
                    }
                    parts.put(address, byteSize);
                    return address;
                }

                @Override
                public long usableSize(long address) {
                    Long byteSize = parts.get(address);
                    return byteSize == null ? super.usableSize(address) : byteSize;
                }

                @Override
                public void free(long address) {
                    if (parts.remove(address) == null) {
                        super.free(address);
                    }
                }
            };
        }
    },
    FREES_A_LIVE_BLOCK("has lost its contents|lies in another|InvalidFreeException|DoubleFreeException|usable bytes") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                private final AtomicInteger count = new AtomicInteger();

                @Override
                public long malloc(long byteSize) {
                    long address = super.malloc(byteSize);
                    if (count.incrementAndGet() % RARE == 0) {
                        super.free(address);
                    }
                    return address;
                }

                @Override
                public long usableSize(long address) {
                    try {
                        return super.usableSize(address);
                    } catch (DoubleFreeException e) {
                        return 1 << 30;
                    }
                }

                @Override
                public void free(long address) {
                    try {
                        super.free(address);
                    } catch (DoubleFreeException e) {
                        // So that the contents show it, and not this exception.
                    }
                }
            };
        }
    },
    LOSES_A_FREED_BLOCK("liveBlocks: \\d+, not \\d+|was not refused") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                private final AtomicInteger count = new AtomicInteger();

                @Override
                public void free(MemorySegment block) {
                    if (block == null || block.byteSize() == 0 || count.incrementAndGet() % RARE != 0) {
                        super.free(block);
                    }
                }
            };
        }
    },
    FORGETS_A_BYTE_WHEN_IT_MOVES_A_BLOCK("has lost its contents 8 bytes after its start") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public long realloc(long address, long byteSize) {
                    long moved = super.realloc(address, byteSize);
                    if (moved != address && address != 0 && byteSize > 100) {
                        byte last = Pattern.at(moved, byteSize).get(ValueLayout.JAVA_BYTE, 8);
                        Pattern.at(moved, byteSize).set(ValueLayout.JAVA_BYTE, 8, (byte) ~last);
                    }
                    return moved;
                }
            };
        }
    },
    CLEARS_ALL_BUT_ONE_BYTE("should be zero") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public long calloc(long count, long byteSize) {
                    long address = super.calloc(count, byteSize);
                    if (count * byteSize > 0) {
                        Pattern.at(address, count * byteSize)
                                .set(ValueLayout.JAVA_BYTE, count * byteSize - 1, (byte) 1);
                    }
                    return address;
                }
            };
        }
    },
    DOES_NOT_ALIGN("is not aligned to") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public MemorySegment allocate(long byteSize, long byteAlignment) {
                    return super.allocate(byteSize, Math.min(byteAlignment, 1024));
                }
            };
        }
    },
    ACCEPTS_A_SECOND_FREE("free of a freed segment, 0x[0-9a-f]+, was not refused") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public void free(MemorySegment block) {
                    try {
                        super.free(block);
                    } catch (DoubleFreeException e) {
                        // Nobody is told.
                    }
                }
            };
        }
    },
    ACCEPTS_AN_ADDRESS_INSIDE_A_BLOCK(
            "free of an address (inside a live block|nowhere|of another allocator|of the JDK), 0x[0-9a-f]+, was not refused") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public void free(long address) {
                    try {
                        super.free(address);
                    } catch (InvalidFreeException e) {
                        if (e.getClass() == DoubleFreeException.class) {
                            throw e;
                        }
                    }
                }
            };
        }
    },
    TAKES_A_WILD_ADDRESS_FOR_ITS_OWN(
            "usableSize of nowhere, 0x[0-9a-f]+(, was not refused|: InvalidFreeException that names it was expected)") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public long usableSize(long address) {
                    return super.usableSize(address & 0xffff_ffff_ffffL);
                }
            };
        }
    },
    GIVES_NOTHING_BACK(
            "committedBytes after a trim of everything: \\d+, not 0|live and cached bytes after a trim of everything") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public long trim() {
                    super.stats(); // a closed allocator still says so
                    return 0;
                }
            };
        }
    },
    PASSES_THE_LIMIT("were granted, beyond the limit") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public long malloc(long byteSize) {
                    try {
                        return super.malloc(byteSize);
                    } catch (OffHeapOutOfMemoryError e) {
                        return super.malloc(1);
                    }
                }
            };
        }
    },
    KEEPS_AN_ARENA_READABLE("can be read after its arena was closed") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public Arena confinedArena() {
                    Arena lasting = Arena.ofAuto();
                    return new Arena() {
                        @Override
                        public MemorySegment allocate(long byteSize, long byteAlignment) {
                            return lasting.allocate(byteSize, byteAlignment);
                        }

                        @Override
                        public MemorySegment.Scope scope() {
                            return lasting.scope();
                        }

                        @Override
                        public void close() {}
                    };
                }
            };
        }
    },
    HANGS("no operation has ended for 1 s") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                private final CountDownLatch never = new CountDownLatch(1);

                @Override
                public long malloc(long byteSize) {
                    try {
                        if (byteSize == 77) {
                            never.await();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return super.malloc(byteSize);
                }
            };
        }
    },
    SERVES_AFTER_ITS_CLOSE("a closed allocator is still of use|a closed allocator serves call") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public void close() {}
            };
        }
    },
    FAILS_INSIDE("(unexpected:|was expected, not) java.lang.ArrayIndexOutOfBoundsException: 4711") {
        @Override
        Allocator into(Allocator sound) {
            return new PassingAllocator(sound) {
                @Override
                public long usableSize(long address) {
                    if ((address & 0xff0) == 0xff0) {
                        throw new ArrayIndexOutOfBoundsException("4711");
                    }
                    return super.usableSize(address);
                }
            };
        }
    };

    /** One call in so many goes wrong. */
    static final int RARE = 101;

    /** What the torture says when it has found the fault: a regular expression for a part of the message. */
    final String finding;

    Fault(String finding) {
        this.finding = finding;
    }

    abstract Allocator into(Allocator sound);
}
