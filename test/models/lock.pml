/*
 * The lock of a home, step by step as src/ledger/lock takes and releases it.
 *
 * CONTENDERS processes take the lock, release it and take it again, for ever. Each may be killed between any two steps,
 * and another process comes in its place. A step is one system call on the home. What a killed process knew is gone
 * with it; what it left in the home stays.
 *
 * A nonce is never used twice. Here one is given out again as soon as no file and no process remembers it, which
 * nobody can tell from a new one, so finitely many serve for ever. A contender that finds none left dies.
 *
 * Shown:
 * - there are never two owners;
 * - whatever has happened, once everybody is gone one more contender gets the lock at its first try, and then the home
 *   holds the lock and nothing else;
 * - contenders never turn each other away: who did it has taken or released the lock, or died;
 * - nobody looks again for ever: whoever does was overtaken by somebody who took or released the lock, inherited a
 *   guard or died, or met the guard of somebody who was done with it or was overtaken; and each of these gives up one
 *   guard.
 *
 * Out of reach: `--break-lock` against an owner that lives (that the release takes a guard, and that the sweep looks
 * twice, is for that), damaged files, errors of the disk.
 */
#ifndef CONTENDERS
#define CONTENDERS 2
#endif
#ifndef NONCES
#define NONCES 5
#endif
#define LAST CONTENDERS /* the contender that comes when all others are gone */

/* The essential steps. Without any one of them something is shown to go wrong. */
#ifdef MUTATE_OVERWRITE_LOCK /* a free lock is filled without looking whether it is still free */
#define lockIsFree true
#else
#define lockIsFree (lock == 0)
#endif
#ifdef MUTATE_PRESUME_DEAD /* an owner is not judged */
#define isDead(nonce) true
#elif defined(MUTATE_JUDGE_BY_PID) /* an owner is known by its PID, which another process may have by now */
#define isDead(nonce) (HAS(dead, nonce) && !HAS(alive, pidOf[nonce]))
#else
#define isDead(nonce) HAS(dead, nonce)
#endif
#ifdef MUTATE_NO_GUARD /* a dead owner's lock is replaced at once */
#define step_towards_lock copy_to_lock
#else
#define step_towards_lock link_guard
#endif
#ifdef MUTATE_NO_INNER_GUARD /* a dead holder's guard is replaced at once */
#define step_towards_guard reread_guard
#else
#define step_towards_guard link_guard
#endif
#ifdef MUTATE_NO_REREAD_LOCK /* the lock is not read again under the guard */
#define lockIsUnchanged true
#else
#define lockIsUnchanged (lock == my.found)
#endif
#ifdef MUTATE_NO_REREAD_GUARD /* neither is a guard */
#define guardIsUnchanged true
#else
#define guardIsUnchanged (guard[my.content] == my.holder)
#endif
#ifdef MUTATE_ABANDON_GUARD /* who was overtaken leaves its guard behind */
#define unlinkIfOvertaken(content) skip
#else
#define unlinkIfOvertaken(content) unlinkGuard(content)
#endif
#ifdef MUTATE_SWEEP_FIRST /* left-overs are swept away before the lock is taken */
#define sweepFirst() for (i : 1 .. NONCES) { guard[i] = 0 }
#else
#define sweepFirst() skip
#endif
#ifdef MUTATE_NO_SWEEP /* left-overs stay */
#define sweeps false
#else
#define sweeps (my.leftGuards || my.leftStakes || my.leftCopies)
#endif
#ifdef MUTATE_KEEP_LOCK /* an owner that is none any more leaves the lock behind */
#define removeLock() skip
#else
#define removeLock() lock = 0
#endif

/* Sets of small numbers. */
#define BIT(n) (1 << (n))
#define HAS(set, n) ((set) & BIT(n))
#define ADD(set, n) set = set | BIT(n)
#define REMOVE(set, n) set = set & ~BIT(n)

/* The home. A slot holds a nonce; 0: there is no such file. */
byte lock;              /* ledger.lock */
byte guard[NONCES + 1]; /* ledger.lock.dead.<nonce> */
byte stakes;            /* the nonces with a ledger.lock.new.<nonce> */
byte copies;            /* the nonces with a ledger.lock.new.<nonce>.copy */

/* The processes. */
byte dead;                   /* nonces of processes that have ended */
byte nonces[CONTENDERS + 1]; /* nonces of the process that lives */
#ifdef MUTATE_JUDGE_BY_PID
byte alive;
byte pidOf[NONCES + 1];
#endif
byte owners;                 /* who believes to own the home */
byte busy;                   /* who is taking or releasing the lock */
byte gone;                   /* who will not come again */
byte overtaken;              /* who began to look before that, or before somebody inherited a guard */
byte sawGivenUp;             /* who began to look before somebody gave up a guard: used, or overtaken itself */
bool turnedAway;             /* somebody was, and saw no change, nor was there one since */

/* What a process remembers. */
typedef Memory {
  byte mine;              /* the nonce of its stake */
  byte release;           /* the nonce of its stake for the release */
  byte found;             /* what the lock held */
  byte content;           /* what the slot held whose guard it takes or has */
  byte holder;            /* who holds that guard */
  byte above[NONCES + 1]; /* holder of a guard → what that guard guards, towards `found` */
  byte leftGuards;        /* what it is about to sweep away */
  byte leftStakes;
  byte leftCopies
}
Memory memory[CONTENDERS + 1];
#define my memory[p]

mtype = {
  idle, gone_for_good, done,
  read_lock, judge_owner, write_stake, link_lock,
  link_guard, read_guard, judge_holder, reread_guard, copy_to_guard, rename_to_guard, unlink_inner_guard,
  reread_lock, copy_to_lock, rename_to_lock, unlink_guard,
  list_left_overs, look_for_own_guard, look_at_lock, sweep_one, unlink_stake,
  owning, write_release, link_release, read_own_lock, unlink_lock, unlink_own_guard, unlink_release,
  lost_inner_guard, lost_guard, lost, refused
};

inline forgetRound() {
  my.mine = 0; my.found = 0; my.content = 0; my.holder = 0;
  my.leftGuards = 0; my.leftStakes = 0; my.leftCopies = 0;
  for (i : 1 .. NONCES) { my.above[i] = 0 }
}

/* Which nonces a file or a process remembers. What was known of the others is forgotten. */
inline findUsed() {
  used = BIT(0) | BIT(lock) | stakes | copies;
  for (i : 1 .. NONCES) {
    if :: guard[i] != 0 -> used = used | BIT(i) | BIT(guard[i]) :: else fi
  }
  for (q : 0 .. CONTENDERS) {
    used = used | BIT(memory[q].mine) | BIT(memory[q].release) | BIT(memory[q].found);
    used = used | BIT(memory[q].content) | BIT(memory[q].holder);
    used = used | memory[q].leftGuards | memory[q].leftStakes | memory[q].leftCopies;
    for (i : 1 .. NONCES) { ADD(used, memory[q].above[i]) }
  }
  dead = dead & used;
  for (q : 0 .. CONTENDERS) { nonces[q] = nonces[q] & used }
  q = 0
}

/* Gives `nonce` one that nobody remembers, or 0 where only the last contender may have it. */
inline newNonce(nonce) {
  findUsed();
  nonce = 0;
  for (i : 1 .. NONCES - (p != LAST)) {
    if :: !HAS(used, i) && nonce == 0 -> nonce = i :: else fi
  }
#ifdef MUTATE_JUDGE_BY_PID
  pidOf[nonce] = p;
#endif
  if :: nonce != 0 -> ADD(nonces[p], nonce) :: else fi
}

/* The home changed hands, or somebody died. */
inline changed() { turnedAway = false; overtaken = busy }

inline rest() { REMOVE(busy, p); REMOVE(overtaken, p); REMOVE(sawGivenUp, p) }

inline die() {
  dead = dead | nonces[p]; nonces[p] = 0;
  REMOVE(owners, p); rest();
  changed();
#ifdef MUTATE_JUDGE_BY_PID
  REMOVE(alive, p);
#endif
  my.release = 0; forgetRound();
  step = idle
}

/* Somebody alive has it, or is about to. */
inline turnAway() { turnedAway = turnedAway || !HAS(overtaken, p) }

inline becomeOwner() {
  lock = my.mine;
  assert(owners == 0); /* Never two owners. */
  ADD(owners, p);
  changed()
}

inline unlinkGuard(content) { guard[content] = 0; sawGivenUp = busy }

/* Overtaken since this round began: the guard that it took is in nobody's way any more. */
inline giveUp(content) { assert(HAS(overtaken, p)); unlinkIfOvertaken(content); step = lost }

inline lowestOf(set) {
  i = 1;
  do :: HAS(set, i) -> break :: else -> i++ od
}

inline takeStep() {
  if
  /* tryAcquireLock */
  :: step == read_lock ->
    forgetRound();
    REMOVE(overtaken, p); REMOVE(sawGivenUp, p);
    my.found = lock;
    if :: my.found == 0 -> step = write_stake :: else -> step = judge_owner fi
  :: step == judge_owner ->
    if :: isDead(my.found) -> step = write_stake :: else -> turnAway(); step = refused fi
  /* contend */
  :: step == write_stake ->
    newNonce(my.mine);
    if
    :: my.mine == 0 -> die() /* Cut off. */
    :: my.mine != 0 && my.found == 0 -> ADD(stakes, my.mine); step = link_lock
    :: else -> ADD(stakes, my.mine); my.content = my.found; sweepFirst(); step = step_towards_lock
    fi
  :: step == link_lock ->
    if
    :: !HAS(stakes, my.mine) || !lockIsFree -> step = lost
    :: else -> becomeOwner(); step = list_left_overs
    fi
  /* takeGuard: to the end of the chain of dead holders */
  :: step == link_guard ->
    if
    :: !HAS(stakes, my.mine) -> step = lost
    :: HAS(stakes, my.mine) && guard[my.content] != 0 -> step = read_guard
    :: else ->
      guard[my.content] = my.mine;
      if :: my.content == my.found -> step = reread_lock :: else -> step = reread_guard fi
    fi
  :: step == read_guard ->
    my.holder = guard[my.content];
    if :: my.holder == 0 -> step = lost :: else -> step = judge_holder fi
  :: step == judge_holder ->
    if
    :: isDead(my.holder) ->
      assert(my.above[my.holder] == 0); /* No circle. */
      my.above[my.holder] = my.content; my.content = my.holder; my.holder = 0;
      step = step_towards_guard
    :: else -> turnAway(); step = refused
    fi
  /* takeGuard: and back. `content` is what the guard guards that is ours, `above` it the guard to inherit. */
  :: step == reread_guard ->
    my.holder = my.content; my.content = my.above[my.holder];
    if :: guardIsUnchanged -> step = copy_to_guard :: else -> step = lost_inner_guard fi
  :: step == copy_to_guard ->
    if :: HAS(stakes, my.mine) -> ADD(copies, my.mine); step = rename_to_guard :: else -> step = lost_inner_guard fi
  :: step == rename_to_guard ->
    if
    :: HAS(copies, my.mine) ->
      REMOVE(copies, my.mine); guard[my.content] = my.mine;
      overtaken = overtaken | (busy & ~BIT(p)); step = unlink_inner_guard
    :: else -> step = lost_inner_guard
    fi
  :: step == unlink_inner_guard ->
    unlinkGuard(my.holder); my.above[my.holder] = 0; my.holder = 0;
    if :: my.content == my.found -> step = reread_lock :: else -> step = reread_guard fi
  /* contend: the guard of what the lock held is ours */
  :: step == reread_lock ->
    if :: lockIsUnchanged -> step = copy_to_lock :: else -> step = lost_guard fi
  :: step == copy_to_lock ->
    if :: HAS(stakes, my.mine) -> ADD(copies, my.mine); step = rename_to_lock :: else -> step = lost_guard fi
  :: step == rename_to_lock ->
    if
    :: HAS(copies, my.mine) -> REMOVE(copies, my.mine); becomeOwner(); step = unlink_guard
    :: else -> step = lost_guard
    fi
  :: step == unlink_guard -> unlinkGuard(my.found); step = list_left_overs
  /* sweepLeftOvers */
  :: step == list_left_overs ->
    my.found = 0; my.content = 0;
    for (i : 1 .. NONCES) {
      if :: i != my.mine && guard[i] != 0 -> ADD(my.leftGuards, i) :: else fi
    }
    my.leftStakes = stakes & ~BIT(my.mine);
    my.leftCopies = copies & ~BIT(my.mine);
    if
    :: sweeps -> step = look_for_own_guard
    :: else -> step = unlink_stake
    fi
  :: step == look_for_own_guard ->
    if :: guard[my.mine] == 0 -> step = look_at_lock :: else -> step = unlink_stake fi
  :: step == look_at_lock ->
    if :: lock == my.mine -> step = sweep_one :: else -> step = unlink_stake fi
  :: step == sweep_one ->
    if
    :: my.leftGuards -> lowestOf(my.leftGuards); REMOVE(my.leftGuards, i); guard[i] = 0
    :: !my.leftGuards && my.leftStakes -> lowestOf(my.leftStakes); REMOVE(my.leftStakes, i); REMOVE(stakes, i)
    :: else -> lowestOf(my.leftCopies); REMOVE(my.leftCopies, i); REMOVE(copies, i)
    fi;
    if :: sweeps :: else -> step = unlink_stake fi
  :: step == unlink_stake ->
    my.leftGuards = 0; my.leftStakes = 0; my.leftCopies = 0;
    REMOVE(stakes, my.mine); rest();
    if
    :: p != LAST -> step = owning
    :: else ->
      /* Nothing is left but the lock. */
      assert(lock == my.mine && stakes == 0 && copies == 0);
      for (i : 1 .. NONCES) { assert(guard[i] == 0) }
      step = done
    fi
  /* LedgerLock.release */
  :: step == write_release ->
    newNonce(my.release);
    if :: my.release == 0 -> die() /* Cut off. */ :: else -> ADD(stakes, my.release); step = link_release fi
  :: step == link_release ->
    assert(HAS(stakes, my.release) && guard[my.mine] == 0); /* It cannot fail. */
    guard[my.mine] = my.release; step = read_own_lock
  :: step == read_own_lock -> assert(lock == my.mine); step = unlink_lock
  :: step == unlink_lock -> removeLock(); changed(); step = unlink_own_guard
  :: step == unlink_own_guard -> unlinkGuard(my.mine); step = unlink_release
  :: step == unlink_release ->
    REMOVE(stakes, my.release); my.release = 0; forgetRound(); rest(); step = idle
  /* Somebody else has got further: another round. */
  :: step == lost_inner_guard -> giveUp(my.holder)
  :: step == lost_guard -> giveUp(my.found)
  :: step == lost -> assert(HAS(overtaken | sawGivenUp, p)); REMOVE(stakes, my.mine); step = read_lock
  :: step == refused ->
    assert(p != LAST); /* Whoever is alone gets the lock. */
    REMOVE(stakes, my.mine); forgetRound(); rest();
    assert(!turnedAway || busy || owners); /* They do not turn each other away. */
    step = idle
  fi;
  findUsed();
  used = 0; i = 0
}

proctype Contender(byte p) {
  byte i, q, used;
  mtype step = idle;
end:
  do
  :: d_step { step > 0 && step != idle && step != owning && step != gone_for_good && step != done -> takeStep() }
  :: d_step { p != LAST && step != idle && step != gone_for_good -> die(); findUsed(); used = 0; i = 0 }
  :: d_step { step == idle && (p != LAST || gone == BIT(LAST) - 1) ->
#ifdef MUTATE_JUDGE_BY_PID
      ADD(alive, p);
#endif
      ADD(busy, p); step = read_lock
    }
  :: d_step { step == idle && p != LAST -> ADD(gone, p); step = gone_for_good }
  :: d_step { step == owning -> REMOVE(owners, p); ADD(busy, p); step = write_release }
  od
}

init {
  byte n;
  atomic {
    for (n : 0 .. LAST) { run Contender(n) }
  }
}
