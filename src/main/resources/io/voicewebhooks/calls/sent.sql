select c.call_sid as "callSid", c.parent_sid as "parentSid", e.event_id as "eventId", e.sinks
from call c
join event e on e.call = c.id
where (c.call_sid in (:sids) or c.parent_sid in (:sids)) and e.sinks <> ''
order by e.at, e.id
