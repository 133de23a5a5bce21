/* Counters from 0 to TOP; each step adds one to a counter that is below TOP.
   -DCOUNTERS=1..7 -DTOP=... give the size.  One process with one place, each step a
   d_step: a stored state of the search is a state of the system. */

#ifndef COUNTERS
#define COUNTERS 7
#endif
#ifndef TOP
#define TOP 7
#endif

byte count[COUNTERS];

#define STEP(i) d_step { count[i] < TOP -> count[i]++; assert(count[i] <= TOP) }

active proctype grid() {
end:
  do
  :: STEP(0)
#if COUNTERS > 1
  :: STEP(1)
#endif
#if COUNTERS > 2
  :: STEP(2)
#endif
#if COUNTERS > 3
  :: STEP(3)
#endif
#if COUNTERS > 4
  :: STEP(4)
#endif
#if COUNTERS > 5
  :: STEP(5)
#endif
#if COUNTERS > 6
  :: STEP(6)
#endif
  od
}
