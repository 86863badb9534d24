-- One row: when an event was made last that stands for one that was lost, 0 if never.
create table restored (
  at bigint not null
);
insert into restored (at) select coalesce(max(until), 0) from reconciled;
