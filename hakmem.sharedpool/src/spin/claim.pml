/*
 * Claim, retire, recycle: the life of entries and SuperSlabs, as in hakmem.sharedpool.staged (ClaimWord, Entry, Retirement,
 * StagedPool) over a table that recycles. Checked with SPIN by .ci/models.
 *
 * Two entries, two SuperSlabs of two slots. Clients acquire and release: single slots and runs of two, through all three
 * stages; trimmers retire. Each step that the code does in one atomic access is one step here, in the code's order; memory
 * is sequentially consistent, as the code's accesses are but for the release/acquire pairs named in the package-info.
 *
 * Safety   a slot is never handed out while somebody holds it (holder), nor of a SuperSlab that is not committed;
 *          nothing held is decommitted; who releases finds the entry that stands for his SuperSlab;
 *          a SuperSlab is only retired by a decision that was made about it (judged).
 * Progress when all have come to rest, each slot of a live entry is unused, or empty, or held, in exactly one of the three,
 *          and a SuperSlab is committed exactly if a live entry stands for it: no slot and no entry is lost.
 *
 * Each line "sound" is a configuration without an error, each "deep" one for patient people. Each "broken" variant, by -D, has
 * a counterexample in the configuration it names:
 *
 * sound a -DCLIENTS=1 -DTRIMMERS=2 -DROUNDS=2 -DPASSES=1
 * sound b -DCLIENTS=2 -DTRIMMERS=1 -DROUNDS=1 -DPASSES=1
 * sound c -DCLIENTS=2 -DTRIMMERS=2 -DROUNDS=1 -DPASSES=1
 * deep  d -DCLIENTS=1 -DTRIMMERS=2 -DROUNDS=3 -DPASSES=2
 * deep  e -DCLIENTS=2 -DTRIMMERS=1 -DROUNDS=2 -DPASSES=1
 *
 * broken NO_GENERATION     a the word does not count: a decision about one SuperSlab is carried out on the next
 * broken RETIRE_UNGUARDED  b retirement looks at the word and then writes it, instead of one compare-and-set
 * broken READ_BEFORE_CLAIM b the SuperSlab is read before the slot is claimed: race 2 of the C allocator
 * broken WORD_FIRST        b an entry is made live before its SuperSlab is written
 * broken OWNERS_LAST       b the way back from the SuperSlab to the entry is cleared after the decommit
 * broken EMPTY_IGNORED     b an empty slab is taken by its hint alone, without its bit of the empty mask
 */

#define SLOTS 2
#define ALL 3 /* the mask of all slots */
#define ENTRIES 2
#define SUPERS 2
#define NONE 255
#define NOBODY 0

#ifndef ROUNDS
#define ROUNDS 2 /* acquisitions of each client */
#endif
#ifndef PASSES
#define PASSES 1 /* passes of each trimmer */
#endif
#ifndef CLIENTS
#define CLIENTS 2
#endif
#ifndef TRIMMERS
#define TRIMMERS 1
#endif

/* generation | live | unused mask: see ClaimWord */
#define LIVE 4
#define ONE_GENERATION 8
#define UNUSED(w) ((w) & ALL)
#define IS_LIVE(w) (((w) & LIVE) != 0)
#define GENERATION(w) ((w) / ONE_GENERATION)
#define RETIRED(w) ((w) & ~(LIVE | ALL))
#ifdef NO_GENERATION
#define REVIVED(w, unused) (LIVE | (unused))
#else
#define REVIVED(w, unused) (RETIRED(w) + ONE_GENERATION + LIVE + (unused))
#endif

/* Entry */
byte claimWord[ENTRIES];
byte emptyMask[ENTRIES];
byte super[ENTRIES];

/* The table's list of free entries, and its count; its lock makes each operation one step. */
bool freeEntry[ENTRIES];
byte published;

/* Region: the ledger, whose lock makes each operation one step, and the mark. */
bool taken[SUPERS];
bool committed[SUPERS];
byte incarnation[SUPERS]; /* ghost: commits of this SuperSlab */

byte owners[SUPERS];
byte holder[SUPERS * SLOTS]; /* ghost: who was handed the slab */
byte finished;

#define SLAB(s, slot) ((s) * SLOTS + (slot))

/* What the caller of acquire gets: slots of the mask got of the SuperSlab s. */
inline handOut() {
  d_step {
    assert(s != NONE && committed[s]);
    assert(!(got & 1) || holder[SLAB(s, 0)] == NOBODY);
    assert(!(got & 2) || holder[SLAB(s, 1)] == NOBODY);
    if :: got & 1 -> holder[SLAB(s, 0)] = _pid + 1 :: else fi;
    if :: got & 2 -> holder[SLAB(s, 1)] = _pid + 1 :: else fi
  }
}

/* Entry.claim: the lowest slot, or both. Sets got. */
inline claim(e, slots) {
  got = 0;
  do
  :: before = claimWord[e];
     d_step {
       if
       :: slots == SLOTS && UNUSED(before) == ALL -> want = ALL
       :: slots == 1 && (UNUSED(before) & 1) -> want = 1
       :: slots == 1 && UNUSED(before) == 2 -> want = 2
       :: else -> want = 0
       fi
     };
     if
     :: want == 0 -> break
     :: else ->
        d_step {
          if
          :: claimWord[e] == before -> claimWord[e] = before & ~want; got = want
          :: else
          fi
        };
        if :: got != 0 -> break :: else fi
     fi
  od
}

/* Entry.putUnused */
inline putUnused(e, slots) {
  do
  :: before = claimWord[e];
     d_step {
       if
       :: claimWord[e] == before -> claimWord[e] = before | slots; before = NONE
       :: else
       fi
     };
     if :: before == NONE -> break :: else fi
  od;
  before = 0
}

/* Entry.fold: what is taken out of the empty mask belongs to the folder until he puts it into the other. */
inline fold(e, slots) {
  d_step { moved = emptyMask[e] & slots; emptyMask[e] = emptyMask[e] & ~moved };
  if
  :: moved != 0 ->
     s = super[e];
     d_step {
       assert(s != NONE && committed[s]);
       assert(!(moved & 1) || holder[SLAB(s, 0)] == NOBODY);
       assert(!(moved & 2) || holder[SLAB(s, 1)] == NOBODY)
     };
     putUnused(e, moved);
     moved = 0;
     s = NONE
  :: else
  fi
}

/* Stage 2 on one entry. */
inline claimIn(e, slots) {
#ifdef READ_BEFORE_CLAIM
  s = super[e];
  claim(e, slots);
#else
  claim(e, slots);
  if :: got != 0 -> s = super[e] :: else fi;
#endif
  if :: got != 0 -> handOut() :: else -> s = NONE fi
}

/* Stages 1 and 2b on one entry: an empty slab, found by a hint, which may be stale. */
inline takeEmpty(e) {
  hint = emptyMask[e];
  if
  :: hint & 1 -> want = 1
  :: hint & 2 -> want = 2
  :: hint == 0 -> want = 0
  fi;
  d_step {
#ifdef EMPTY_IGNORED
    got = want;
#else
    got = emptyMask[e] & want;
#endif
    emptyMask[e] = emptyMask[e] & ~got;
    hint = 0
  };
  if :: got != 0 -> s = super[e]; handOut() :: else fi
}

/* Stage 3; nothing if both SuperSlabs are taken. The committer keeps the lowest slot, or both. */
inline commit(slots) {
  d_step {
    if
    :: !taken[0] -> s = 0; taken[0] = true
    :: taken[0] && !taken[1] -> s = 1; taken[1] = true
    :: else -> s = NONE
    fi
  };
  if
  :: s != NONE ->
     d_step { committed[s] = true; incarnation[s]++ };
     d_step {
       if
       :: freeEntry[0] -> e = 0; freeEntry[0] = false
       :: !freeEntry[0] && freeEntry[1] -> e = 1; freeEntry[1] = false
       :: else -> assert(published < ENTRIES); e = published; published++
       fi
     };
     owners[s] = e;
     want = (slots == 1 -> 1 : ALL);
#ifdef WORD_FIRST
     d_step { claimWord[e] = REVIVED(claimWord[e], ALL & ~want); got = want };
     super[e] = s;
#else
     super[e] = s;
     d_step { claimWord[e] = REVIVED(claimWord[e], ALL & ~want); got = want };
#endif
     handOut()
  :: else
  fi
}

/* StagedPool.release. The slabs are empty before the pool hears of it. */
inline release() {
  d_step {
    if :: got & 1 -> assert(holder[SLAB(s, 0)] == _pid + 1); holder[SLAB(s, 0)] = NOBODY :: else fi;
    if :: got & 2 -> assert(holder[SLAB(s, 1)] == _pid + 1); holder[SLAB(s, 1)] = NOBODY :: else fi
  };
  e = owners[s];
  assert(e != NONE && super[e] == s);
  if
  :: got != ALL -> d_step { assert(!(emptyMask[e] & got)); emptyMask[e] = emptyMask[e] | got }
  :: got == ALL -> putUnused(e, ALL)
  fi;
  d_step { got = 0; s = NONE; e = 0 }
}

proctype Client() {
  byte rounds, e, s = NONE, got, want, before, moved, hint, slots;
  do
  :: rounds < ROUNDS ->
     rounds++;
     if :: slots = 1 :: slots = SLOTS fi;
     /* A search may begin anywhere; stages that find nothing lead to the next. */
     e = 0;
     do
     :: got == 0 && e < published ->
        if :: slots == 1 -> takeEmpty(e) :: else fi;
        if :: got == 0 -> claimIn(e, slots) :: else fi;
        if
        :: got == 0 && slots == SLOTS -> fold(e, ALL); claimIn(e, slots)
        :: else
        fi;
        e++
     :: else -> break
     od;
     if :: got == 0 -> commit(slots) :: else fi;
     e = 0;
     if
     :: got != 0 -> release()
     :: got == 0
     :: got != 0 -> break /* keeps what it has */
     fi
  :: else -> break
  od;
  finished++
}

/* Retirement */
proctype Trimmer() {
  byte passes, e, s = NONE, before, moved, seen, judged = NONE, judgedIncarnation;
  bool idle;
  do
  :: passes < PASSES ->
     passes++;
     e = 0;
     do
     :: e < published ->
        /* The word first, then whether nothing is used: the two masks are read one after the other. */
        d_step {
          seen = claimWord[e];
          judged = super[e];
          if :: judged != NONE -> judgedIncarnation = incarnation[judged] :: else fi
        };
        if
        :: IS_LIVE(seen) ->
           moved = emptyMask[e];
           d_step { idle = ((moved | UNUSED(claimWord[e])) == ALL); moved = 0 }
        :: else -> idle = false
        fi;
        if
        :: idle ->
           fold(e, ALL);
           before = claimWord[e];
           if
           :: GENERATION(before) == GENERATION(seen) && IS_LIVE(before) && UNUSED(before) == ALL ->
#ifdef RETIRE_UNGUARDED
              d_step { idle = true; claimWord[e] = RETIRED(before) };
#else
              d_step {
                if
                :: claimWord[e] == before -> claimWord[e] = RETIRED(before)
                :: else -> idle = false
                fi
              };
#endif
              if
              :: idle ->
                 d_step {
                   s = super[e];
                   assert(s != NONE && s == judged && incarnation[s] == judgedIncarnation);
                   super[e] = NONE
                 };
#ifndef OWNERS_LAST
                 owners[s] = NONE;
#endif
                 d_step { assert(!freeEntry[e]); freeEntry[e] = true };
                 d_step {
                   assert(committed[s] && holder[SLAB(s, 0)] == NOBODY && holder[SLAB(s, 1)] == NOBODY);
                   committed[s] = false
                 };
                 taken[s] = false;
#ifdef OWNERS_LAST
                 owners[s] = NONE;
#endif
                 s = NONE
              :: else
              fi
           :: else
           fi
        :: else
        fi;
        d_step { before = 0; seen = 0; idle = false; judged = NONE; judgedIncarnation = 0 };
        e++
     :: else -> break
     od
  :: else -> break
  od;
  finished++
}

init {
  byte i, s, slot, standing;
  atomic {
    for (i : 0 .. ENTRIES - 1) { super[i] = NONE };
    for (i : 0 .. SUPERS - 1) { owners[i] = NONE };
    for (i : 1 .. CLIENTS) { run Client() };
    for (i : 1 .. TRIMMERS) { run Trimmer() }
  };
  finished == CLIENTS + TRIMMERS;
  d_step {
    for (i : 0 .. published - 1) {
      if
      :: freeEntry[i] -> assert(!IS_LIVE(claimWord[i]) && emptyMask[i] == 0 && super[i] == NONE)
      :: else ->
         s = super[i];
         assert(IS_LIVE(claimWord[i]) && s != NONE && committed[s] && owners[s] == i);
         standing++;
         for (slot : 0 .. SLOTS - 1) {
           assert((((UNUSED(claimWord[i]) >> slot) & 1) + ((emptyMask[i] >> slot) & 1) + (holder[SLAB(s, slot)] != NOBODY)) == 1)
         }
      fi
    };
    assert(standing == committed[0] + committed[1]);
    assert(standing == taken[0] + taken[1])
  }
}
