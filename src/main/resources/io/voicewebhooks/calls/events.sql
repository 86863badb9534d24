select e.event_id as "id", e.type, e.at as "at:time", e.seq as "sequence", c.call_sid as "callSid", e.data as "data:json"
from call c
join event e on e.call = c.id
where c.call_sid in (:sids) or c.parent_sid in (:sids)
order by e.at, e.call, e.seq, e.id
