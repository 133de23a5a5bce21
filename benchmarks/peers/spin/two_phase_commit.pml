/* Two-phase commit, after J. Gray and L. Lamport, "Consensus on transaction commit",
   ACM TODS 31(1), 2006.  -DN=2..10 gives the number of resource managers.

   Sets of resource managers are bit masks: the smallest and fastest state that we found for
   this checker; the claim is then one comparison, made after each step that can break it.
   One process with one place, each step a d_step: a stored state is a state of the system. */

#ifndef N
#define N 8
#endif

#if N > 8
#define SET short
#else
#define SET byte
#endif

#define ALL ((1 << N) - 1)
#define ONE(r) (1 << r)

#define TM_INIT 0
#define TM_COMMITTED 1
#define TM_ABORTED 2

SET working = ALL;  /* a resource manager is in at most one of working, committed, aborted; */
SET committed;      /* in none of them it is prepared */
SET aborted;
SET prepared;       /* those of which the transaction manager knows that they are prepared */
SET sent_prepared;
byte tm = TM_INIT;
bit sent_commit;
bit sent_abort;

#define CONSISTENT assert(committed == 0 || aborted == 0)

#define TM_RECEIVE_PREPARED(r) \
  d_step { tm == TM_INIT && (sent_prepared & ONE(r)) -> prepared = prepared | ONE(r) }
#define RM_PREPARE(r) \
  d_step { (working & ONE(r)) -> \
    working = working & ~ONE(r); sent_prepared = sent_prepared | ONE(r) }
#define RM_CHOOSE_TO_ABORT(r) \
  d_step { (working & ONE(r)) -> \
    working = working & ~ONE(r); aborted = aborted | ONE(r); CONSISTENT }
#define RM_RECEIVE_COMMIT(r) \
  d_step { sent_commit -> working = working & ~ONE(r); \
    aborted = aborted & ~ONE(r); committed = committed | ONE(r); CONSISTENT }
#define RM_RECEIVE_ABORT(r) \
  d_step { sent_abort -> working = working & ~ONE(r); \
    committed = committed & ~ONE(r); aborted = aborted | ONE(r); CONSISTENT }


active proctype two_phase_commit() {
end:
  do
  :: d_step { tm == TM_INIT && prepared == ALL -> tm = TM_COMMITTED; sent_commit = 1 }
  :: d_step { tm == TM_INIT -> tm = TM_ABORTED; sent_abort = 1 }
  :: TM_RECEIVE_PREPARED(0)
  :: RM_PREPARE(0)
  :: RM_CHOOSE_TO_ABORT(0)
  :: RM_RECEIVE_COMMIT(0)
  :: RM_RECEIVE_ABORT(0)
  :: TM_RECEIVE_PREPARED(1)
  :: RM_PREPARE(1)
  :: RM_CHOOSE_TO_ABORT(1)
  :: RM_RECEIVE_COMMIT(1)
  :: RM_RECEIVE_ABORT(1)
#if N > 2
  :: TM_RECEIVE_PREPARED(2)
  :: RM_PREPARE(2)
  :: RM_CHOOSE_TO_ABORT(2)
  :: RM_RECEIVE_COMMIT(2)
  :: RM_RECEIVE_ABORT(2)
#endif
#if N > 3
  :: TM_RECEIVE_PREPARED(3)
  :: RM_PREPARE(3)
  :: RM_CHOOSE_TO_ABORT(3)
  :: RM_RECEIVE_COMMIT(3)
  :: RM_RECEIVE_ABORT(3)
#endif
#if N > 4
  :: TM_RECEIVE_PREPARED(4)
  :: RM_PREPARE(4)
  :: RM_CHOOSE_TO_ABORT(4)
  :: RM_RECEIVE_COMMIT(4)
  :: RM_RECEIVE_ABORT(4)
#endif
#if N > 5
  :: TM_RECEIVE_PREPARED(5)
  :: RM_PREPARE(5)
  :: RM_CHOOSE_TO_ABORT(5)
  :: RM_RECEIVE_COMMIT(5)
  :: RM_RECEIVE_ABORT(5)
#endif
#if N > 6
  :: TM_RECEIVE_PREPARED(6)
  :: RM_PREPARE(6)
  :: RM_CHOOSE_TO_ABORT(6)
  :: RM_RECEIVE_COMMIT(6)
  :: RM_RECEIVE_ABORT(6)
#endif
#if N > 7
  :: TM_RECEIVE_PREPARED(7)
  :: RM_PREPARE(7)
  :: RM_CHOOSE_TO_ABORT(7)
  :: RM_RECEIVE_COMMIT(7)
  :: RM_RECEIVE_ABORT(7)
#endif
#if N > 8
  :: TM_RECEIVE_PREPARED(8)
  :: RM_PREPARE(8)
  :: RM_CHOOSE_TO_ABORT(8)
  :: RM_RECEIVE_COMMIT(8)
  :: RM_RECEIVE_ABORT(8)
#endif
#if N > 9
  :: TM_RECEIVE_PREPARED(9)
  :: RM_PREPARE(9)
  :: RM_CHOOSE_TO_ABORT(9)
  :: RM_RECEIVE_COMMIT(9)
  :: RM_RECEIVE_ABORT(9)
#endif
  od
}
