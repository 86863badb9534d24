-- Somebody took a leg: the call that dialled it is answered, by whom was on the line last.
insert into call (call_sid, account_sid, started, updated, outcome, answered_by)
values (:#parentSid, :#accountSid, :#at, :#now, 'answered', :#called)
on conflict (call_sid) do update set
  started = case
    -- Twilio's times are whole seconds: within one, the time of arrival is the better one
    when excluded.started / 1000 < call.started / 1000
      or excluded.started / 1000 = call.started / 1000 and call.started % 1000 = 0 then excluded.started
    else call.started
  end,
  updated = excluded.updated,
  outcome = case
    when (select rank from outcome where name = excluded.outcome) > (select rank from outcome where name = call.outcome)
    then excluded.outcome
    else call.outcome
  end,
  answered_by = coalesce(
    (
      select leg.called from call leg
      where leg.parent_sid = call.call_sid and leg.status in ('in-progress', 'completed')
      order by leg.ended is null desc, leg.ended desc
      limit 1
    ),
    excluded.answered_by
  )
