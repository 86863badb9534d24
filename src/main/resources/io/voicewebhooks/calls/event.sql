-- The event. Whoever logs its deliveries may have been here before.
insert into event (call, event_id, type, at, seq, data, sinks)
values ((select id from call where call_sid = :#callSid), :#eventId, :#type, :#at, :#seq, :#data, :#sinks)
on conflict (call, event_id) do update set
  seq = coalesce(event.seq, excluded.seq),
  data = coalesce(event.data, excluded.data),
  sinks = coalesce(event.sinks, excluded.sinks)
where event.data is null or event.sinks is null
