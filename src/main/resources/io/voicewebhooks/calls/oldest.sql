-- Not those in progress, and no leg of such a one.
select id from call
where started < :before and (ended is not null or started < :begun)
  and not exists (
    select 1 from call whole where whole.call_sid = call.parent_sid and whole.ended is null and whole.started >= :begun)
order by started
limit :most
