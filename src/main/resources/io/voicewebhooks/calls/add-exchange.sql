insert into exchange (call, at, route, method, path, parameters, event_id, status, reply, millis, fallback, cut)
values (
  (select id from call where call_sid = :callSid),
  :at, :route, :method, :path, :parameters, :eventId, :status, :reply, :millis, :fallback, :cut
)
