select c.call_sid as "callSid", c.parent_sid as "parentSid"
from call c
join exchange x on x.call = c.id
where (c.call_sid in (:sids) or c.parent_sid in (:sids)) and x.fallback
