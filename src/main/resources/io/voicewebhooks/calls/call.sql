-- What an event says of its call. Events come in any order and more than once, so a call becomes the same whatever the
-- order: of two statuses that with the higher SequenceNumber counts, of two outcomes that with the higher rank.
insert into call (
  call_sid, account_sid, parent_sid, direction, caller, called, caller_rev, called_rev,
  started, updated, ended, status, seq, duration, outcome, voicemail_seconds
) values (
  :#callSid, :#accountSid, :#parentSid, :#direction, :#caller, :#called, :#callerReversed, :#calledReversed,
  :#at, :#now, :#ended, :#status, coalesce(:#seq, -1), :#duration, :#outcome, :#voicemailSeconds
)
on conflict (call_sid) do update set
  account_sid = coalesce(call.account_sid, excluded.account_sid),
  parent_sid = coalesce(call.parent_sid, excluded.parent_sid),
  direction = coalesce(call.direction, excluded.direction),
  caller = coalesce(call.caller, excluded.caller),
  called = coalesce(call.called, excluded.called),
  caller_rev = coalesce(call.caller_rev, excluded.caller_rev),
  called_rev = coalesce(call.called_rev, excluded.called_rev),
  started = case
    -- Twilio's times are whole seconds: within one, the time of arrival is the better one
    when excluded.started / 1000 < call.started / 1000
      or excluded.started / 1000 = call.started / 1000 and call.started % 1000 = 0 then excluded.started
    else call.started
  end,
  updated = excluded.updated,
  ended = coalesce(excluded.ended, call.ended),
  status = case
    when excluded.status is null then call.status
    -- what was restored may have no number: an end is one all the same
    when (excluded.ended is null) <> (call.ended is null) then
      case when excluded.ended is null then call.status else excluded.status end
    when excluded.seq < call.seq then call.status
    else excluded.status
  end,
  seq = case when excluded.seq > call.seq then excluded.seq else call.seq end,
  duration = coalesce(excluded.duration, call.duration),
  outcome = case
    when (select rank from outcome where name = excluded.outcome) > (select rank from outcome where name = call.outcome)
    then excluded.outcome
    else call.outcome
  end,
  voicemail_seconds = coalesce(excluded.voicemail_seconds, call.voicemail_seconds)
