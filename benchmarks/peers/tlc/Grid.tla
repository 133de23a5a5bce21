-------------------------------- MODULE Grid --------------------------------
(* Counters from 0 to TOP; each step adds one to a counter that is below TOP. *)
EXTENDS Naturals

CONSTANTS COUNTERS, TOP

VARIABLE count

Init == count = [i \in 1..COUNTERS |-> 0]

Next == \E i \in 1..COUNTERS :
          /\ count[i] < TOP
          /\ count' = [count EXCEPT ![i] = @ + 1]

Spec == Init /\ [][Next]_count

InRange == \A i \in 1..COUNTERS : count[i] <= TOP
=============================================================================
