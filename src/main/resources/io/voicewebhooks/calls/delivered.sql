select d.sink, count(*) as "events"
from call c join event e on e.call = c.id join delivery d on d.event = e.id
where c.call_sid in (:sids) and d.state = 'delivered'
group by d.sink
