insert into delivery (event, sink, state, tries, attempts, next_at, reason, updated)
values (:event, :sink, :state, :tries, :attempts, :nextAt, :reason, :updated)
on conflict (event, sink) do update set
  state = excluded.state, tries = excluded.tries, attempts = excluded.attempts,
  next_at = excluded.next_at, reason = excluded.reason, updated = excluded.updated
