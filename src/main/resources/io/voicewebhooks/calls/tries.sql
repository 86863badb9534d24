select c.call_sid as "callSid", c.parent_sid as "parentSid", e.event_id as "eventId", d.sink, d.state, d.tries,
  d.attempts as "attempts:json", d.next_at as "nextTry:time", d.reason, d.updated as "updated:time"
from call c
join event e on e.call = c.id
join delivery d on d.event = e.id
where c.call_sid in (:sids) or c.parent_sid in (:sids)
order by e.at, e.id, d.sink
