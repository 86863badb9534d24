insert into event (call, event_id, type, at)
values ((select id from call where call_sid = :callSid), :id, :kind, :at)
on conflict (call, event_id) do nothing
