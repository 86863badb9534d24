select x.at as "at:time", x.route, x.method, x.path, x.status, x.reply, x.millis, x.fallback as "fallback:flag",
  coalesce(x.parameters, e.data) as "parameters:json", c.call_sid as "callSid", x.event_id as "eventId", x.cut
from call c
join exchange x on x.call = c.id
left join event e on e.call = x.call and e.event_id = x.event_id
where c.call_sid in (:sids) or c.parent_sid in (:sids)
order by x.at, x.id
