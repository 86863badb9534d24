-- A call is looked for where it is a leg of it that has something to wait for.
update call set undelivered = (
  select count(*)
  from call part
  join event on event.call = part.id
  join delivery on delivery.event = event.id
  where (part.id = call.id or part.parent_sid = call.call_sid) and delivery.state not in ('delivered', 'dropped')
)
where call_sid = :callSid
