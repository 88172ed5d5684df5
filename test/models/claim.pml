/*
 * One instance and its daemon: intent, spawn, claim, stop, release, and recovery by the daemon after one that died.
 *
 * The daemon may be killed between any two steps; the next one finds the file of the ledger, the processes, and nothing
 * else. Meanwhile the app's process ends by itself or leaves children behind, spawns fail, threads are lost amid a
 * spawn, the disk is full for a while, and a user starts, stops, restarts and removes the instance and shuts the daemon
 * down. All of that goes on for ever, and at any moment it may cease: from then on the daemon must come to rest, in the
 * right state, in finitely many steps.
 *
 * A token is never used twice. Here one is given out again when nothing remembers it.
 *
 * Shown:
 * - nothing of a former process lives when the next one is started; so there are never two;
 * - every process, and what it left behind, is known to the file of the ledger for as long as it lives;
 * - an app that is not to be restarted is not, by no daemon;
 * - once all is calm, what was asked for last is what is, and the next daemon would leave it so.
 *
 * POLICY_NEVER: the app is not to be restarted; else it always is. Out of reach: damaged files, processes that survive
 * SIGKILL, readiness, restores, restarts that are given up, other PID namespaces.
 */
#define TOKENS 3
/* More steps than the daemon takes from when all is calm until it has nothing left to do. */
#define LONGEST_WAY 40

#define BIT(n) (1 << (n))
#define HAS(set, n) ((set) & BIT(n))
#define ADD(set, n) set = set | BIT(n)
#define REMOVE(set, n) set = set & ~BIT(n)

mtype = {
  /* facts: these, and `forget` */
  want, intent, claim, stop, release, close,
  /* what is wanted, and where an instance rests */
  up, down, not_settled, stopped, errored,
  /* what comes after a stop, and of an instance that recovery found without a process */
  start, stay, forget, resume,
  /* commands: these, `start` and `stop` */
  restart, remove,
  /* what must be once all is calm */
  must_be_up, must_be_down, must_be_gone, may_be_any,
  /* whose children are being ended */
  of_ended, of_stopped, of_lost, of_past,
  /* where the daemon is */
  examine, write_plan, follow_up, lane_free,
  choose_token, write_intent, spawn, search_lost, record_claim, give_start_up,
  announce_stop, write_stop, kill_process, end_children
}

/* The essential steps. Without any one of them something is shown to go wrong. */
#ifdef MUTATE_SPAWN_BEFORE_INTENT /* a process is started before its intent is in the file */
#define intentIsWritten true
#else
#define intentIsWritten (len(queue) == 0)
#endif
#ifdef MUTATE_STOP_UNANNOUNCED /* a process is ended and nobody knows what was to come after it */
#define announce(what) skip
#else
#define announce(what) what
#endif
#ifdef MUTATE_RELEASE_FIRST /* a process is released before its children are ended */
#define releaseFirst() releaseEnded()
#else
#define releaseFirst() skip
#endif
#ifdef MUTATE_JUDGE_BY_PID /* a process is known by its PID, which another one may have by now */
#define isAlive(token) HAS(leaders | strangers, token)
#else
#define isAlive(token) HAS(leaders, token)
#endif
#ifdef MUTATE_NO_ADOPTION /* recovery takes no process over, and replaces it */
#define adopts false
#else
#define adopts true
#endif
#ifdef MUTATE_TRUST_ONE_LOOK /* a search may miss a process that is amid its exec */
#define seen(set, token) (!blind && HAS(set, token))
#else
#define seen(set, token) HAS(set, token)
#endif
#ifdef MUTATE_NO_SEARCH /* recovery does not look for what bears the token of an intent or a dead claim */
#define isFound(set, token) false
#else
#define isFound(set, token) seen(set, token)
#endif
#ifdef MUTATE_LOST_HAS_FAILED /* nobody looks for a process whose thread was lost amid the spawn */
#define isFoundLost(set, token) false
#elif defined(MUTATE_LOST_HAS_NO_CHILDREN) /* for the process, but not for its children */
#define isFoundLost(set, token) seen(set & leaders, token)
#else
#define isFoundLost(set, token) seen(set, token)
#endif
#ifdef MUTATE_LEAVE_CHILDREN /* what a process left behind is left alone */
#define hasChildren(token) false
#else
#define hasChildren(token) seen(children, token)
#endif
#ifdef MUTATE_END_REMOVAL /* with its process a removal ends as well */
#define outlivesProcess(afterwards) false
#else
#define outlivesProcess(afterwards) (afterwards == forget)
#endif
#ifdef MUTATE_NO_GATE /* a command does not wait until recovery is done with the instance */
#define mayCommand true
#else
#define mayCommand (next == 0)
#endif
#ifdef MUTATE_START_WHILE_CLOSING /* a command that is under way starts what a shutdown has stopped */
#define mayStart true
#else
#define mayStart (closing == 0)
#endif
#ifdef POLICY_NEVER
#define afterEnd stopped
#else
#define afterEnd not_settled
#endif
#ifdef MUTATE_UNSETTLED_END /* the ledger does not say that an app which ended unseen is not to be restarted */
#define afterUnseenEnd not_settled
#else
#define afterUnseenEnd afterEnd
#endif
#ifdef MUTATE_UNSETTLED_START /* nor that one whose planned start failed is not */
#define afterPlannedEnd not_settled
#else
#define afterPlannedEnd afterEnd
#endif

/* The ledger: what the lines in its file fold to, and those that are in memory only. */
typedef Ledger {
  bool exists;
  bool wanted;
  bool dormant; /* the daemon was shut down: nothing is started before somebody asks */
  mtype settled;
  byte intended; /* the token of the intent; 0: there is none */
  byte claimed;
  mtype stopping /* what comes after the stop that was announced */
}
Ledger file, memory;
/* A fact, its token, its value, and whether it counts only once it is in the file (`append`, not `record`). */
chan queue = [6] of { mtype, byte, mtype, bool };

/* The machine. */
byte leaders;   /* tokens whose process lives */
byte children;  /* tokens that something else bears which lives */
bool diskFull;      /* the disk is */
byte strangers; /* tokens of dead processes whose PID was given to somebody else's */
#ifdef MUTATE_TRUST_ONE_LOOK
bool blind;
#endif

/* What the daemon remembers. */
mtype step = examine;
byte running;     /* the token of the process that it watches */
byte token;       /* of the process that it starts or ends */
bool backoff;     /* a restart is planned */
bool planned;     /* the start under way was */
mtype afterwards; /* what comes after the stop under way */
mtype whose;      /* children are being ended */
mtype settling;   /* where the instance rests then */
mtype next;       /* what recovery has still to do; 0: it is done with the instance */
mtype command;    /* what a user has asked for */
byte phase;       /* of the command */
bool byCommand;   /* what is under way in the lane is part of it */
mtype closing;    /* the daemon is being shut down: 0, `close`, `stop`, and `stopped` when all is */

/* Phases of a command. What happens in the lane waits for what is under way there; the others do not. */
#define WANT 0
#define WANTED 1
#define STOP_IN_LANE 2
#define START_IN_LANE 3
#define FORGET 4
#define FORGOTTEN 5

/* What must be. */
mtype asked = may_be_any;
bool ended;    /* the last process ended by itself */
bool finished; /* and that it ran was in the ledger, and nobody has asked for another one since */
bool calm;
bool checked;
byte stepsSinceCalm;

inline apply(ledger) {
  if
  :: !ledger.exists -> skip
  :: ledger.exists && fact == want ->
    ledger.wanted = (value == up); ledger.dormant = false;
    if :: value == up -> ledger.settled = not_settled :: else fi;
    if :: value == up && ledger.stopping == forget -> ledger.stopping = 0 :: else fi
  :: ledger.exists && fact == intent -> ledger.intended = about; ledger.settled = not_settled; ledger.stopping = 0
  :: ledger.exists && fact == claim ->
    if :: ledger.intended == about -> ledger.intended = 0 :: else fi;
    ledger.claimed = about
  :: ledger.exists && fact == stop -> ledger.stopping = value
  :: ledger.exists && fact == release ->
    if
    :: ledger.intended == about || ledger.claimed == about ->
      if :: ledger.intended == about -> ledger.intended = 0 :: else -> ledger.claimed = 0 fi;
      if :: outlivesProcess(ledger.stopping) -> skip :: else -> ledger.stopping = 0 fi;
      ledger.settled = value
    :: else
    fi
  :: ledger.exists && fact == close -> ledger.dormant = true
  :: ledger.exists && fact == forget -> erase(ledger)
  fi
}

inline erase(ledger) {
  ledger.exists = false; ledger.wanted = false; ledger.dormant = false; ledger.settled = 0;
  ledger.intended = 0; ledger.claimed = 0; ledger.stopping = 0
}

/* A fact that counts when it is written, before what it announces. */
inline append(theFact, theValue) { queue!theFact, 0, theValue, true }

/* The next line reaches the file. An appended fact counts from now on. */
inline write() {
  queue?fact, about, value, isAppended;
  apply(file);
  if :: isAppended -> apply(memory) :: else fi;
  if
  :: fact == forget || !file.exists -> asked = must_be_gone
  :: file.exists && asked == must_be_up && (fact == close || fact == stop && value == stay) -> asked = may_be_any
  :: file.exists && fact == want && value == up ->
    finished = false;
    if :: asked != must_be_up -> asked = may_be_any :: else fi
  :: file.exists && fact == want && value == down -> asked = must_be_down
  :: file.wanted && !file.dormant && fact == stop && value == start -> finished = false; asked = must_be_up
  :: file.exists && fact == stop && value == forget && (command == remove || next == forget) -> asked = must_be_gone
  :: file.wanted && !file.dormant && fact == intent -> asked = must_be_up
  :: else
  fi
}

/*
 * Nothing can be written. What was to be written first has not happened; what has happened stays in the queue until
 * it can be.
 */
inline failToWrite() {
  used = len(queue);
  do
  :: used > 0 ->
    queue?fact, about, value, isAppended;
    if
    :: !isAppended -> queue!fact, about, value, false
    :: isAppended && fact == intent -> backoff = true; leaveLane()
    :: isAppended && fact == stop -> restLane(); endCommand()
    :: else ->
      /* Whoever asked was told. */
      if :: file.exists -> asked = may_be_any :: else fi;
      endCommand()
    fi;
    used--
  :: else -> break
  od
}

inline flush() {
  if
  :: diskFull -> failToWrite()
  :: else -> do :: len(queue) > 0 -> write() :: else -> break od
  fi
}

/* A fact that counts at once, and is written some time: at the end of this step. */
inline record(theFact, theToken, theValue) { fact = theFact; about = theToken; value = theValue }

/*
 * Facts count in the order in which they stand in the file, so what waits to be written before it counts goes first,
 * or fails.
 */
inline commit() {
  if
  :: fact != 0 ->
    recorded = fact; of_recorded = about; with_recorded = value;
    if
    :: queue??[_, _, _, true] -> flush()
    :: else
    fi;
    fact = recorded; about = of_recorded; value = with_recorded;
    apply(memory);
    queue!fact, about, value, false;
    recorded = 0; of_recorded = 0; with_recorded = 0
  :: else
  fi
}

inline newToken() {
  used = BIT(0) | leaders | children | BIT(file.intended) | BIT(file.claimed);
  used = used | BIT(memory.intended) | BIT(memory.claimed) | BIT(running);
  token = 1;
  do :: HAS(used, token) -> token++ :: else -> break od;
  assert(token <= TOKENS); /* They suffice. */
  REMOVE(strangers, token);
  used = 0
}

inline die() {
  do :: len(queue) > 0 -> queue?fact, about, value, isAppended :: else -> break od;
  erase(memory);
  running = 0; backoff = false; next = 0; command = 0; phase = 0;
  restLane(); byCommand = false; closing = 0;
  step = examine
}

inline endCommand() { command = 0; phase = 0; byCommand = false }

inline restLane() { token = 0; planned = false; afterwards = 0; whose = 0; settling = 0; step = lane_free }

/* What was under way in the lane is done. */
inline leaveLane() {
  restLane();
  if
  :: byCommand && command == remove -> phase = FORGET
  :: byCommand && command == restart && phase == STOP_IN_LANE -> phase = START_IN_LANE
  :: byCommand && (command != restart || phase == START_IN_LANE) && command != remove -> endCommand()
  :: else
  fi;
  if :: closing == stop && !byCommand -> closing = stopped :: else fi;
  byCommand = false
}

inline enterStart() {
  if :: running != 0 || !memory.exists || !mayStart -> leaveLane() :: else -> backoff = false; step = choose_token fi
}

inline enterStop() {
  backoff = false;
  if :: running == 0 || !memory.exists -> leaveLane() :: else -> step = announce_stop fi
}

#define isWanted (memory.wanted && !memory.dormant)

/* What comes of an instance whose process is over, or is to be ended. */
inline followUpOf(startWasUnderWay) {
  if
  :: memory.stopping == forget -> next = forget
  :: memory.stopping != forget && !isWanted -> next = stay
  :: memory.stopping != forget && isWanted && (startWasUnderWay || memory.stopping == start) -> next = start
  :: else -> next = resume
  fi
}

/* planRecovery: its process lives. */
inline adopt(theToken) {
  running = theToken;
  if
  :: !memory.wanted || memory.stopping != 0 ->
    followUpOf(true);
    afterwards = (next == resume -> stay : next)
  :: else
  fi
}

/* planRecovery: it does not. Where the instance rests is said in the release itself. */
inline bury(theToken, startWasUnderWay) {
  followUpOf(startWasUnderWay);
  settling = (!isWanted -> stopped : (next == resume -> afterUnseenEnd : not_settled));
  if
  :: isFound(leaders | children, theToken) -> whose = of_past; token = theToken
  :: else -> record(release, theToken, settling); settling = 0
  fi
}

/* The restart policy decides about an instance that has no process. */
inline settle() { backoff = (memory.wanted && afterEnd == not_settled) }

inline releaseEnded() {
  settling = (memory.wanted -> afterEnd : stopped);
  record(release, token, settling)
}

inline takeStep() {
  if
  /* recover: reads the file, looks at the machine */
  :: step == examine ->
    memory.exists = file.exists; memory.wanted = file.wanted; memory.dormant = file.dormant;
    memory.settled = file.settled; memory.intended = file.intended;
    memory.claimed = file.claimed; memory.stopping = file.stopping;
    if
    :: memory.claimed != 0 && isAlive(memory.claimed) && adopts -> adopt(memory.claimed)
    :: memory.claimed != 0 && !(isAlive(memory.claimed) && adopts) -> bury(memory.claimed, false)
    :: memory.claimed == 0 && memory.intended != 0 && isFound(leaders, memory.intended) ->
      token = memory.intended;
      record(claim, token, 0);
      adopt(token);
      token = 0
    :: memory.claimed == 0 && memory.intended != 0 && !isFound(leaders, memory.intended) ->
      bury(memory.intended, true)
    :: else ->
      if
      :: memory.stopping == forget -> next = forget
      :: memory.stopping != forget && isWanted && memory.settled == not_settled -> next = start
      :: else
      fi
    fi;
    step = write_plan
  :: step == write_plan -> step = follow_up
  :: step == follow_up ->
    if
    :: whose == of_past -> step = end_children
    :: whose != of_past && afterwards != 0 -> enterStop()
    :: else -> takeNext()
    fi
  /* launch */
  :: step == choose_token ->
    newToken();
    queue!intent, token, 0, true;
    step = write_intent
  :: step == write_intent -> step = spawn
  :: step == search_lost ->
    if
    :: isFoundLost(leaders, token) -> step = record_claim
    :: !isFoundLost(leaders, token) && isFoundLost(children, token) -> whose = of_lost; step = end_children
    :: else -> step = give_start_up
    fi
  :: step == record_claim -> record(claim, token, 0); running = token; leaveLane()
  :: step == give_start_up ->
    record(release, token, (planned -> afterPlannedEnd : errored));
    if :: planned -> settle() :: else fi;
    if :: !backoff -> asked = may_be_any :: else fi; /* Whoever asked was told. */
    leaveLane()
  /* Supervisor.stop */
  :: step == announce_stop ->
    token = running;
    if
    :: afterwards == start && byCommand -> announce(append(stop, afterwards))
    :: else -> announce(record(stop, 0, afterwards))
    fi;
    step = write_stop
  :: step == write_stop -> step = kill_process
  :: step == kill_process ->
    /* A start that crossed a shutdown: whichever of them wins. */
    if :: closing != 0 && asked == must_be_up -> asked = may_be_any :: else fi;
    if
    :: isAlive(token) -> assert(HAS(leaders, token)); REMOVE(leaders, token) /* Never a stranger. */
    :: else
    fi;
    whose = of_stopped; step = end_children
  /* endSurvivors, and what comes after it */
  :: step == end_children ->
    if
    :: hasChildren(token) -> REMOVE(children, token)
    :: else ->
      assert(!HAS(leaders, token)); /* Only what has ended leaves children behind. */
      if
      :: whose == of_ended -> running = 0; releaseEnded(); backoff = (settling == not_settled)
      :: whose == of_stopped ->
        running = 0;
        record(release, token, (afterwards == start -> not_settled : stopped))
      :: whose == of_past -> record(release, token, settling)
      :: else
      fi;
      if :: whose == of_lost -> whose = 0; step = give_start_up :: else -> leaveLane() fi
    fi
  fi
}

/* What recovery has still to do once its own stop is over. */
inline takeNext() {
  doing = next; next = 0;
  if
  :: doing == start -> enterStart()
  :: doing == resume && running == 0 -> settle(); restLane()
  :: doing == forget -> record(forget, 0, 0); restLane()
  :: else -> restLane()
  fi;
  doing = 0
}

inline stepDone() {
  fact = 0; about = 0; value = 0; isAppended = false;
  known();
  if :: calm -> stepsSinceCalm++; assert(stepsSinceCalm < LONGEST_WAY) :: else fi
}

inline fork() {
  assert((leaders | children) == 0); /* One process. */
  assert(afterEnd == not_settled || !finished); /* What is not to be restarted is not. */
  ADD(leaders, token);
  ended = false;
  known()
}

/* Whatever lives is known to the file of the ledger. */
inline known() { assert(((leaders | children) & ~(BIT(file.intended) | BIT(file.claimed))) == 0) }

inline check() {
  assert(file.exists == memory.exists && file.wanted == memory.wanted && file.settled == memory.settled);
  assert(file.intended == memory.intended && file.claimed == memory.claimed && file.stopping == memory.stopping);
  assert(file.intended == 0 && file.claimed == running);
  if
  :: running != 0 -> assert(HAS(leaders, running) && file.wanted && asked != must_be_down && asked != must_be_gone)
  :: else -> assert((leaders | children) == 0 && (asked != must_be_up || afterEnd == stopped && ended))
  fi;
  assert(file.exists == (asked != must_be_gone));
  /* The next daemon would not start what this one lets rest. */
  assert(running != 0 || !file.wanted || file.dormant || file.settled != not_settled)
}

/* A restart is announced before the process is ended, or not done; other stops are certain. */
#define isAnnounced (step == write_stop && afterwards == start && byCommand)
#define waitsForFile \
  ((step == write_plan || step == write_stop) && len(queue) > 0 && (!diskFull || isAnnounced) \
    || step == write_intent && !intentIsWritten)
#define isAtRest \
  (step == lane_free && next == 0 && command == 0 && closing == 0 && !backoff && len(queue) == 0 \
    && (running == 0 || isAlive(running)))
#define mayAsk (isServing && closing == 0 && command == 0 && memory.exists && !calm)
#define isServing (step != examine && step != write_plan && step != follow_up)

proctype Daemon() {
  byte about, of_recorded, used;
  mtype fact, value, recorded, with_recorded, doing;
  bool isAppended;
end:
  do
  :: d_step { step != lane_free && step != spawn && !waitsForFile -> takeStep(); commit(); stepDone()
    }
#ifdef MUTATE_TRUST_ONE_LOOK
  :: d_step { step == examine || step == search_lost || step == end_children ->
      blind = true; takeStep(); blind = false; commit(); stepDone()
    }
#endif
  :: d_step { len(queue) > 0 && !diskFull -> write(); stepDone() }
  :: d_step { len(queue) > 0 && diskFull && !calm -> failToWrite(); stepDone() }
  /* spawnBatch */
  :: d_step { step == spawn -> fork(); step = record_claim }
  :: d_step { step == spawn && !calm -> step = give_start_up }
  :: d_step { step == spawn && !calm -> step = search_lost }
  :: d_step { step == spawn && !calm -> fork(); step = search_lost }
  /* The lane is free. */
  :: d_step { step == lane_free && next != 0 -> takeNext(); commit(); stepDone() }
  :: d_step { step == lane_free && backoff -> planned = true; enterStart() }
  :: d_step { step == lane_free && running != 0 && !isAlive(running) && closing == 0 ->
      token = running; releaseFirst(); commit(); stepDone(); whose = of_ended; step = end_children
    }
  :: d_step { step == lane_free && command != 0 && phase == STOP_IN_LANE ->
      byCommand = true; afterwards = (command == restart -> start : (command == remove -> forget : stay));
      enterStop()
    }
  :: d_step { step == lane_free && command != 0 && phase == START_IN_LANE -> byCommand = true; enterStart() }
  /* Commands. */
  :: d_step { mayAsk -> command = start }
  :: d_step { mayAsk -> command = stop }
  :: d_step { mayAsk -> command = restart }
  :: d_step { mayAsk -> command = remove }
  :: d_step { command != 0 && phase == WANT && mayCommand ->
      append(want, (command == start || command == restart -> up : down)); phase = WANTED
    }
  :: d_step { command != 0 && phase == WANTED && len(queue) == 0 ->
      phase = (command == start -> START_IN_LANE : STOP_IN_LANE)
    }
  :: d_step { command != 0 && phase == FORGET -> append(forget, 0); phase = FORGOTTEN }
  :: d_step { command != 0 && phase == FORGOTTEN && len(queue) == 0 -> backoff = false; endCommand() }
  /* A shutdown: what is under way is waited for, but what is to come is stopped. */
  :: d_step { isServing && closing == 0 && !calm -> closing = close; record(close, 0, 0); commit(); stepDone() }
  :: d_step { step == lane_free && closing == close && len(queue) == 0 ->
      closing = stop; afterwards = stay; enterStop()
    }
  :: d_step { step == lane_free && closing == stopped && command == 0 && len(queue) == 0 ->
      asked = (asked == must_be_gone -> must_be_gone : (file.dormant -> must_be_down : may_be_any));
      die(); stepDone()
    }
  /* Its end. */
  :: d_step { !calm && step != examine -> die(); stepDone() }
  /* All is calm, and there is nothing left to do. */
  :: d_step { calm && !checked && isAtRest -> check(); checked = true
    }
  od
}

/* A process of the app: it ends by itself, and so do children that it leaves behind. */
proctype App(byte i) {
end:
  do
  :: d_step { !calm && HAS(leaders, i) ->
      REMOVE(leaders, i); ended = true;
      if
      :: file.claimed == i && file.stopping != start && command != start && command != restart -> finished = true
      :: else
      fi
    }
  :: d_step { !calm && HAS(leaders, i) && !HAS(children, i) -> ADD(children, i) }
  :: d_step { !calm && HAS(children, i) -> REMOVE(children, i) }
#ifdef MUTATE_JUDGE_BY_PID
  :: d_step { !calm && file.claimed == i && !HAS(leaders | strangers, i) -> ADD(strangers, i) }
#endif
  od
}

/* The disk. */
proctype Disk() {
end:
  do
  :: d_step { !calm -> diskFull = !diskFull }
  od
}

init {
  byte n;
  atomic {
    file.exists = true; file.settled = stopped;
    run Daemon();
    run Disk();
    for (n : 1 .. TOKENS) { run App(n) }
  }
  d_step { calm = true; diskFull = false }
}
