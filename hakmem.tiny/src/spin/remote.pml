/*
 * Frees across threads, and the hand-over of a slab between its owners, other threads, and the pool: Note, RemoteFrees,
 * RemoteFree, RemoteCollection, PartialSlabs and the owner's side in ThreadHeap. Checked with SPIN by .ci/models.
 *
 * One slab of two blocks and of either of two size classes, heaps that may stop for good after any operation (an idle
 * owner), and other threads that free. Each step that the code does in one access to what is shared is one step here, in
 * the code's order; memory is sequentially consistent, as the code's accesses are but for plain reads after volatile ones.
 * Whether a free "seems to be the last" is left open: it is a hint in the code, and nothing may depend on it.
 *
 * A block handed out is freed by its owner, by one other thread, by two other threads (a double free), or by nobody. A
 * second free that begins when the block has been handed out again cannot be told from a rightful one by anybody; such
 * histories are not followed. A double free by the owner and another thread is not among them either: see OWNER_RACES.
 *
 * Safety   a slab is had by one at a time (has); a block is handed out only when it is free (block, stamp); of two others
 *          that free one block one is accepted, and none around a collection, under the block's next user; a slab taken
 *          from the list of a size class is of that class; a slab is on its owner's stack once.
 * Progress when all have come to rest, whatever was freed can be had again: a bit is pending only if the slab is NOTIFIED
 *          and on its owner's stack, or PARTIAL and on the list; a slab without an owner and with free blocks is on
 *          the list; no free is in an object nobody looks at.
 *
 * Each line "sound" is a configuration without an error, each "deep" one for patient people. Each "broken" variant, by -D, has
 * a counterexample in the configuration it names:
 *
 * sound a -DBLOCKS=1 -DHEAPS=1 -DMALLOCS=2 -DFREERS=2 -DSLABS=1 -DMOVES=1
 * sound b -DBLOCKS=2 -DHEAPS=1 -DMALLOCS=2 -DFREERS=2 -DSLABS=1 -DMOVES=0
 * sound c -DBLOCKS=2 -DHEAPS=1 -DMALLOCS=2 -DFREERS=1 -DSLABS=2 -DMOVES=2
 * sound d -DBLOCKS=1 -DHEAPS=2 -DMALLOCS=1 -DFREERS=2 -DSLABS=1 -DMOVES=0
 * sound e -DBLOCKS=2 -DHEAPS=2 -DMALLOCS=1 -DFREERS=1 -DSLABS=1 -DMOVES=1
 * deep  f -DBLOCKS=2 -DHEAPS=1 -DMALLOCS=2 -DFREERS=2 -DSLABS=1 -DMOVES=1
 * deep  g -DBLOCKS=1 -DHEAPS=1 -DMALLOCS=3 -DFREERS=2 -DSLABS=2 -DMOVES=1
 * deep  h -DBLOCKS=1 -DHEAPS=2 -DMALLOCS=1 -DFREERS=2 -DSLABS=1 -DMOVES=1
 *
 * broken FLAG_LAST     b the note is lowered after the words were taken
 * broken NO_EPOCH      a a collection does not count
 * broken NO_GENERATION c activations are not counted
 * broken BITS_FIRST    a the words are taken before the blocks are freed
 * broken LIVE_FIRST    a a free looks whether the block is live only before it reads the word
 * broken TELL_FIRST    b a free looks at the note before it sets its bit
 * broken BLIND_ABANDON a an owner lets go of a slab without looking at the note again
 * broken OWNER_RACES   a not an order of steps, but the limit of what is promised: the owner's free looks at the pending bits
 *                        only when the note is up; so when the owner and another thread free one block at once, both may
 *                        be accepted
 */

#ifndef HEAPS
#define HEAPS 1
#endif
#ifndef MALLOCS
#define MALLOCS 3 /* of each heap */
#endif
#ifndef FREERS
#define FREERS 2
#endif
#ifndef CALLS
#define CALLS 1 /* of each other thread */
#endif
#ifndef SLABS
#define SLABS 2 /* activations of the slab */
#endif

#ifndef BLOCKS
#define BLOCKS 1
#endif
#ifndef MOVES
#define MOVES 1 /* how often a heap hands a slab over that has free blocks, or takes an abandoned one over */
#endif

#define ALL (BLOCKS == 1 -> 1 : 3)
#define CLASSES 2
#define GENERATIONS 4
#define OBJECTS 4
#define NONE 255
#define NOBODY 255

/* Note: generation | state */
#define QUIET 0
#define NOTIFIED 1
#define ABANDONED 2
#define PARTIAL 3
#define TAKEN 4
#define POOLED 5
#define STATE(n) ((n) & 7)
#define GENERATION(n) ((n) >> 3)
#define WITH(n, state) (((n) & 248) | (state))
#ifdef NO_GENERATION
#define NEXT(n) QUIET
#else
#define NEXT(n) (WITH(n, QUIET) + 8)
#endif

/* BlockSlab */
byte note = POOLED;
byte live;
byte avail = ALL; /* the list of free units */
byte class;
byte owner = NOBODY;
byte remote = NONE;

/* RemoteFrees: an object for each activation in which somebody else frees, one word each. */
byte objects;
byte objectGeneration[OBJECTS];
byte epoch[OBJECTS];
byte pending[OBJECTS];

bool stacked[2];                /* ThreadHeap.notified: the slab is on the heap's stack */
byte nodes[CLASSES * GENERATIONS];        /* PartialSlabs: nodes for the slab by class and generation */
bool pooled = true;

/* Ghosts */
#define FREE 0
#define USED 1
#define FREED 2 /* by another thread, and not collected */
byte has = NOBODY;              /* who has the slab for himself */
byte block[2];
byte stamp[2];             /* counts how often the block was handed out */
byte others[2];            /* frees by other threads that may begin */
bool own[2];               /* the owner may free it */
byte activations;
byte finished;

#define BIT(b) (1 << (b))
#define SEVERAL(mask) ((mask) == ALL)

inline casNote(expected, update, ok) {
  d_step {
    if
    :: note == (expected) -> note = update; ok = true
    :: else -> ok = false
    fi
  }
}

/* Frees pending units. */
#define CLEAR_LIVE freed = freed | (live & seen); live = live & ~seen

/* RemoteCollection.collect, by whoever has the slab. */
inline collectWords() {
  d_step { assert(has == _pid); f = remote };
  if
  :: f != NONE && objectGeneration[f] == GENERATION(note) ->
     d_step { seen = pending[f]; taken = 0; freed = 0 };
     do
     :: seen == taken -> break /* only at first, with nothing pending */
     :: seen != taken ->
#ifndef BITS_FIRST
        d_step { seen = seen & ~taken; CLEAR_LIVE; taken = taken | seen };
#endif
        d_step {
#ifdef BITS_FIRST
          taken = pending[f];
#endif
          if
          :: pending[f] == taken ->
             pending[f] = 0;
#ifndef NO_EPOCH
             epoch[f]++;
#endif
             ok = true
          :: else -> seen = pending[f]; ok = false
          fi
        };
        if :: ok -> break :: else fi
     od;
     f = NONE;
#ifdef BITS_FIRST
     d_step { seen = taken; CLEAR_LIVE };
#endif
     d_step {
       assert(taken == freed); /* a bit without a live block would be a double free found late */
       if :: freed & 1 -> assert(block[0] == FREED); block[0] = FREE :: else fi;
       if :: freed & 2 -> assert(block[1] == FREED); block[1] = FREE :: else fi;
       assert((avail & freed) == 0);
       avail = avail | freed;
       taken = 0; freed = 0; seen = 0; ok = false
     }
  :: else -> f = NONE /* never for who has just set a bit */
  fi
}

/* ThreadHeap.collect(slab) */
inline collectSlab() {
#ifdef FLAG_LAST
  collectWords();
  note = WITH(note, QUIET)
#else
  note = WITH(note, QUIET);
  collectWords()
#endif
}

/* ThreadHeap.collect() */
inline collectNotified() {
  d_step { ok = stacked[h]; stacked[h] = false };
  if
  :: ok ->
     assert(has == _pid && STATE(note) == NOTIFIED);
     collectSlab()
  :: else
  fi
}

inline tryAbandon() {
  n = note;
  if
  :: STATE(n) == QUIET ->
     d_step {
#ifdef BLIND_ABANDON
       note = WITH(n, ABANDONED); ok = true; has = NOBODY
#else
       if :: note == n -> note = WITH(n, ABANDONED); ok = true; has = NOBODY :: else -> ok = false fi
#endif
     };
     if
     :: ok -> d_step { if :: owner == h -> owner = NOBODY :: else fi }
     :: else
     fi
  :: else
  fi;
  d_step { n = 0; ok = false }
}

inline tryHandOver() {
  n = note;
  if
  :: STATE(n) == QUIET ->
     d_step { if :: note == n -> note = WITH(n, PARTIAL); ok = true; has = NOBODY :: else -> ok = false fi };
     if
     :: ok ->
        d_step { if :: owner == h -> owner = NOBODY :: else fi };
        pushPartial(n)
     :: else
     fi
  :: else
  fi;
  d_step { n = 0; ok = false }
}

inline tryGiveBack() {
  n = note;
  if
  :: STATE(n) == QUIET ->
     d_step { if :: note == n -> note = WITH(n, POOLED); ok = true; has = NOBODY :: else -> ok = false fi };
     if
     :: ok -> owner = NOBODY; pooled = true
     :: else
     fi
  :: else
  fi;
  d_step { n = 0; ok = false }
}

/* A node says PARTIAL in the generation of the word n; the class is read when it is pushed. */
inline pushPartial(n) {
  d_step {
    nodes[class * GENERATIONS + GENERATION(n)]++;
    assert(nodes[class * GENERATIONS + GENERATION(n)] < 8)
  }
}

/* PartialSlabs.take, of a size class c, and the adoption; nodes come in any order. */
inline tryAdopt() {
  d_step {
    g = NONE;
    if
    :: nodes[c * GENERATIONS] > 0 -> g = 0
    :: nodes[c * GENERATIONS + 1] > 0 -> g = 1
    :: nodes[c * GENERATIONS + 2] > 0 -> g = 2
    :: else
    fi;
    if :: g != NONE -> nodes[c * GENERATIONS + g]-- :: else fi
  };
  if
  :: g != NONE ->
     d_step {
       if
       :: note == ((g << 3) | PARTIAL) -> note = WITH(note, TAKEN); ok = true; assert(has == NOBODY); has = _pid
       :: else -> ok = false
       fi
     };
     if
     :: ok ->
        assert(class == c);
        owner = h;
        collectSlab()
     :: else
     fi
  :: else
  fi;
  d_step { g = 0; ok = false }
}

/* ThreadHeap.tryAdoptToFree, but for the free: of an owner it is, from here on. */
inline tryAdoptToFree() {
  n = note;
  if
  :: STATE(n) == ABANDONED ->
     d_step { if :: note == n -> note = WITH(n, TAKEN); ok = true; assert(has == NOBODY); has = _pid :: else -> ok = false fi };
     if
     :: ok -> owner = h; collectSlab()
     :: else
     fi
  :: else
  fi;
  d_step { n = 0; ok = false }
}

/* SlabExchange.acquire and BlockSlab.activate */
inline tryAcquire() {
  d_step {
    if
    :: pooled && activations < SLABS ->
       pooled = false; ok = true; activations++;
       assert(has == NOBODY && block[0] == FREE && block[1] == FREE); has = _pid
    :: else -> ok = false
    fi
  };
  if
  :: ok ->
     d_step { live = 0; avail = ALL; class = c };
     remote = NONE;
     owner = h;
     note = NEXT(note)
  :: else
  fi;
  ok = false
}

/* A block is popped and handed out; who will free it is settled now. */
inline pop(b) {
  avail = avail & ~BIT(b);
  d_step {
    live = live | BIT(b);
    assert(block[b] == FREE);
    block[b] = USED; stamp[b]++; others[b] = 0; own[b] = false
  };
  if
  :: own[b] = true
  :: others[b] = 2
#ifdef OWNER_RACES
  :: d_step { own[b] = true; others[b] = 1 }
#endif
  fi;
  mallocs++
}

/* The owner's free: push, or freeOwn if the note is up. */
inline freeOwn(b) {
  own[b] = false;
  if
  :: (live & BIT(b)) && STATE(note) == QUIET ->
     d_step { ok = (block[b] == USED); assert(ok); block[b] = FREE; live = live & ~BIT(b); avail = avail | BIT(b); ok = false }
  :: else ->
     f = remote;
     if
     :: f != NONE && objectGeneration[f] == GENERATION(note) && (pending[f] & BIT(b)) -> f = NONE /* refused; never without OWNER_RACES */
     :: else ->
        d_step { f = NONE; assert(block[b] == USED); block[b] = FREE; live = live & ~BIT(b); avail = avail | BIT(b) };
        collectNotified()
     fi
  fi
}

proctype Heap(byte h) {
  byte mallocs, moves, n, c, f = NONE, seen, taken, freed, g;
  bool ok;
  do
  :: has == _pid && (avail & 1) && mallocs < MALLOCS -> pop(0)
  :: has == _pid && !(avail & 1) && (avail & 2) && mallocs < MALLOCS -> pop(1)
  :: has == _pid && own[0] -> freeOwn(0)
  :: has == _pid && own[1] -> freeOwn(1)
  :: has == _pid && stacked[h] -> collectNotified()
  :: has == _pid && avail == 0 -> tryAbandon()
  :: has == _pid && avail != 0 && moves < MOVES -> moves++; tryHandOver()
  :: has == _pid && avail == ALL -> tryGiveBack()
  :: has != _pid && (nodes[0] | nodes[1] | nodes[2]) -> c = 0; tryAdopt(); c = 0
  :: has != _pid && (nodes[4] | nodes[5] | nodes[6]) -> c = 1; tryAdopt(); c = 0
  :: has != _pid && STATE(note) == ABANDONED && moves < MOVES -> moves++; tryAdoptToFree()
  :: has != _pid && pooled && activations < SLABS && mallocs < MALLOCS -> if :: c = 0 :: c = 1 fi; tryAcquire(); c = 0
  :: break /* idle, for ever */
  od;
  mallocs = 0;
  moves = 0;
  finished++
}

/* RemoteFree.tryTake, by a thread that frees; n is ABANDONED or PARTIAL. Sets ok. */
inline tryTake() {
  d_step {
    if
    :: note == n -> note = WITH(n, TAKEN); ok = true; assert(has == NOBODY); has = _pid
    :: else -> ok = false
    fi
  };
  if
  :: ok ->
     collectWords();
     if
     :: avail == ALL ->
        d_step { note = WITH(note, POOLED); has = NOBODY };
        pooled = true
     :: else ->
        d_step { note = WITH(note, PARTIAL); has = NOBODY };
        pushPartial(n)
     fi;
     ok = true
  :: else
  fi
}

/* RemoteFree.tell, in generation g */
inline tell() {
  if :: last = false :: last = true fi;
  do
  :: n = note;
     if
     :: GENERATION(n) != g -> break
     :: GENERATION(n) == g && STATE(n) == QUIET ->
        casNote(n, WITH(n, NOTIFIED), ok);
        if
        :: ok ->
           o = owner;
           d_step { assert(o != NOBODY && !stacked[o]); stacked[o] = true; o = 0 };
           break
        :: else
        fi
     :: GENERATION(n) == g && (STATE(n) == ABANDONED || STATE(n) == PARTIAL) && last ->
        tryTake();
        if :: ok -> break :: else fi
     :: GENERATION(n) == g && STATE(n) == ABANDONED && !last ->
        casNote(n, WITH(n, PARTIAL), ok);
        if
        :: ok -> pushPartial(n); break
        :: else
        fi
     :: GENERATION(n) == g && STATE(n) == PARTIAL && !last -> break
     :: GENERATION(n) == g && STATE(n) != QUIET && STATE(n) != ABANDONED && STATE(n) != PARTIAL -> break
     fi
  od
}

/* RemoteFree.free of the block b, whose allocation with the stamp v is meant. */
inline freeOther() {
  do
  :: n = note;
     if :: STATE(n) == POOLED -> break /* refused */ :: else fi;
     g = GENERATION(n);
     if
     :: !(live & BIT(b)) ->
        if :: GENERATION(note) == g -> break /* refused */ :: else -> goto again fi
     :: else
     fi;
#ifdef LIVE_FIRST
     if :: stamp[b] != v -> break :: else fi;
#endif
     /* remoteOf */
     do
     :: f = remote;
        if
        :: f == NONE || objectGeneration[f] < g ->
           d_step {
             if
             :: remote == f ->
                assert(objects < OBJECTS);
                f = objects; objects++; objectGeneration[f] = g; remote = f; ok = true
             :: else -> ok = false
             fi
           };
           if :: ok -> break :: else fi
        :: else -> break
        fi
     od;
     if :: objectGeneration[f] != g -> goto again :: else fi;
#ifdef TELL_FIRST
     told = note;
#endif
     d_step { seenEpoch = epoch[f]; seen = pending[f] };
     if :: GENERATION(note) != g -> goto again :: else fi;
     if :: seen & BIT(b) -> break /* refused: freed twice */ :: else fi;
#ifndef LIVE_FIRST
     /* Once more, after the word. If it is the bit of the next user, nobody could tell: not followed. */
     if
     :: !(live & BIT(b)) -> goto again
     :: (live & BIT(b)) && stamp[b] != v -> break
     :: else
     fi;
#endif
     d_step {
       if
       :: epoch[f] == seenEpoch && pending[f] == seen ->
          pending[f] = seen | BIT(b);
          assert(stamp[b] == v && block[b] == USED);
          block[b] = FREED; ok = true
       :: else -> ok = false
       fi
     };
     if
     :: ok ->
#ifdef TELL_FIRST
        if :: STATE(told) == NOTIFIED -> break :: else fi;
#endif
        tell();
        break
     :: else
     fi;
again:
     f = NONE
  od
}

proctype Other() {
  byte calls, b, v, n, g, f = NONE, seen, seenEpoch, taken, freed, o;
#ifdef TELL_FIRST
  byte told;
#endif
  bool ok, last;
  do
  :: calls < CALLS && (others[0] || others[1]) ->
#if BLOCKS > 1
     if :: b = 0 :: b = 1 fi;
#endif
     d_step {
       if
       :: others[b] > 0 -> others[b]--; v = stamp[b]; ok = true
       :: else -> ok = false
       fi
     };
     if
     :: ok -> calls++; freeOther()
     :: else
     fi;
     last = false;
     d_step { b = 0; v = 0; n = 0; g = 0; f = NONE; seen = 0; seenEpoch = 0; ok = false }
  :: break
  od;
  calls = 0;
  finished++
}

init {
  byte i;
  atomic {
    for (i : 0 .. HEAPS - 1) { run Heap(i) };
    for (i : 1 .. FREERS) { run Other() }
  };
  finished == HEAPS + FREERS;
  d_step {
    assert((avail & live) == 0 && (avail | live) == ALL);
    for (i : 0 .. BLOCKS - 1) {
      assert((block[i] == FREE) == ((avail >> i) & 1));
      assert(block[i] != FREED
          || (remote != NONE && objectGeneration[remote] == GENERATION(note) && ((pending[remote] >> i) & 1)))
    };
    i = (remote != NONE && objectGeneration[remote] == GENERATION(note) -> pending[remote] : 0);
    assert(STATE(note) != TAKEN);
    assert(i == 0 || STATE(note) == NOTIFIED || STATE(note) == PARTIAL);
    assert((STATE(note) == NOTIFIED) == (owner != NOBODY && stacked[owner]));
    assert(STATE(note) != PARTIAL || (owner == NOBODY && nodes[class * GENERATIONS + GENERATION(note)] > 0));
    assert(STATE(note) != ABANDONED || (owner == NOBODY && avail == 0));
    assert((STATE(note) == POOLED) == pooled && (!pooled || avail == ALL));
    assert((STATE(note) == QUIET || STATE(note) == NOTIFIED) == (has != NOBODY))
  }
}
