-- Two-phase commit, after J. Gray and L. Lamport, "Consensus on transaction commit",
-- ACM TODS 31(1), 2006.  A range, not a scalarset, for the resource managers: no symmetry.

const
  N: 8;

type
  manager: 1 .. N;
  participant: enum { WORKING, PREPARED, COMMITTED, ABORTED };
  coordinator: enum { TM_INIT, TM_COMMITTED, TM_ABORTED };

var
  rm: array [manager] of participant;
  tm: coordinator;
  prepared: array [manager] of boolean;
  sent_prepared: array [manager] of boolean;
  sent_commit: boolean;
  sent_abort: boolean;

startstate "start"
begin
  for r: manager do
    rm[r] := WORKING;
    prepared[r] := false;
    sent_prepared[r] := false;
  end;
  tm := TM_INIT;
  sent_commit := false;
  sent_abort := false;
end;

ruleset r: manager do
  rule "tm_receive_prepared"
    tm = TM_INIT & sent_prepared[r]
  ==>
  begin
    prepared[r] := true;
  end;

  rule "rm_prepare"
    rm[r] = WORKING
  ==>
  begin
    rm[r] := PREPARED;
    sent_prepared[r] := true;
  end;

  rule "rm_choose_to_abort"
    rm[r] = WORKING
  ==>
  begin
    rm[r] := ABORTED;
  end;

  rule "rm_receive_commit"
    sent_commit
  ==>
  begin
    rm[r] := COMMITTED;
  end;

  rule "rm_receive_abort"
    sent_abort
  ==>
  begin
    rm[r] := ABORTED;
  end;
end;

rule "tm_commit"
  tm = TM_INIT & forall r: manager do prepared[r] end
==>
begin
  tm := TM_COMMITTED;
  sent_commit := true;
end;

rule "tm_abort"
  tm = TM_INIT
==>
begin
  tm := TM_ABORTED;
  sent_abort := true;
end;

invariant "tc_consistent"
  !(exists a: manager do rm[a] = COMMITTED end & exists b: manager do rm[b] = ABORTED end);
