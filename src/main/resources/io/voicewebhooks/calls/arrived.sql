-- Events behind a row, the oldest first; behind none they are the newest.
select e.id as "row", e.event_id as "id", e.type, e.at as "at:time", e.data as "data:json", c.call_sid as "callSid",
  c.caller as "from", c.called as "to"
from event e
join call c on c.id = e.call
where e.id > coalesce(:after, (select min(id) - 1 from (select id from event order by id desc limit :limit) newest))
order by e.id
limit :limit
