--------------------------- MODULE TwoPhaseCommit ---------------------------
(* Two-phase commit, after J. Gray and L. Lamport, "Consensus on transaction *)
(* commit", ACM TODS 31(1), 2006, and their module TwoPhase.                  *)
EXTENDS Naturals

CONSTANT N

RM == 1..N

VARIABLES rm, tm, prepared, messages

vars == <<rm, tm, prepared, messages>>

Prepared(r) == [type |-> "prepared", sender |-> r]
Commit == [type |-> "commit"]
Abort == [type |-> "abort"]

Init ==
  /\ rm = [r \in RM |-> "working"]
  /\ tm = "init"
  /\ prepared = {}
  /\ messages = {}

TMReceivePrepared(r) ==
  /\ tm = "init"
  /\ Prepared(r) \in messages
  /\ prepared' = prepared \union {r}
  /\ UNCHANGED <<rm, tm, messages>>

TMCommit ==
  /\ tm = "init"
  /\ prepared = RM
  /\ tm' = "committed"
  /\ messages' = messages \union {Commit}
  /\ UNCHANGED <<rm, prepared>>

TMAbort ==
  /\ tm = "init"
  /\ tm' = "aborted"
  /\ messages' = messages \union {Abort}
  /\ UNCHANGED <<rm, prepared>>

RMPrepare(r) ==
  /\ rm[r] = "working"
  /\ rm' = [rm EXCEPT ![r] = "prepared"]
  /\ messages' = messages \union {Prepared(r)}
  /\ UNCHANGED <<tm, prepared>>

RMChooseToAbort(r) ==
  /\ rm[r] = "working"
  /\ rm' = [rm EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<tm, prepared, messages>>

RMReceiveCommit(r) ==
  /\ Commit \in messages
  /\ rm' = [rm EXCEPT ![r] = "committed"]
  /\ UNCHANGED <<tm, prepared, messages>>

RMReceiveAbort(r) ==
  /\ Abort \in messages
  /\ rm' = [rm EXCEPT ![r] = "aborted"]
  /\ UNCHANGED <<tm, prepared, messages>>

Next ==
  \/ TMCommit
  \/ TMAbort
  \/ \E r \in RM :
       \/ TMReceivePrepared(r)
       \/ RMPrepare(r)
       \/ RMChooseToAbort(r)
       \/ RMReceiveCommit(r)
       \/ RMReceiveAbort(r)

Spec == Init /\ [][Next]_vars

TCConsistent == ~ (/\ \E a \in RM : rm[a] = "committed"
                  /\ \E b \in RM : rm[b] = "aborted")
=============================================================================
