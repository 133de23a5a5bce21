-- Counters from 0 to TOP; each step adds one to a counter that is below TOP.

const
  COUNTERS: 7;
  TOP: 7;

var
  count: array [1 .. COUNTERS] of 0 .. TOP;

startstate "start"
begin
  for i: 1 .. COUNTERS do
    count[i] := 0;
  end;
end;

ruleset i: 1 .. COUNTERS do
  rule "step"
    count[i] < TOP
  ==>
  begin
    count[i] := count[i] + 1;
  end;
end;

invariant "in range"
  forall i: 1 .. COUNTERS do count[i] <= TOP end;
