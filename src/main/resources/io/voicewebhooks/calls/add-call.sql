-- A call of which the route that writes events has not heard yet; it brings the rest.
insert into call (
  call_sid, account_sid, parent_sid, direction, caller, called, caller_rev, called_rev, status, started, updated
) values (
  :callSid, :accountSid, :parentSid, :direction, :caller, :called, :callerReversed, :calledReversed, :status, :at, :at
)
on conflict (call_sid) do nothing
