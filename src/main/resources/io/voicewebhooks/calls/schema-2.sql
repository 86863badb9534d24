-- What is compared with Twilio: up to which time an account was, and from when on the log is whole.

create table reconciled (
  account_sid text primary key,
  -- Twilio's time: nothing that ended earlier is missing any more
  until bigint not null
);

-- One row. The log has every call that began later, for none was removed and the log was there.
create table coverage (
  since bigint not null
);
insert into coverage (since) select coalesce(min(started), {now}) from call;

-- Calls that were to be forgotten: the SHA-256 of each CallSid, in hexadecimal digits.
create table erased (
  call text primary key
);
