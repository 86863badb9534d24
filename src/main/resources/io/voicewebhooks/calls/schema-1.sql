-- The call log. Times are milliseconds since 1970. In one table a row is found by a number, not by the 32 or 34 characters
-- that Twilio and CloudEvents give it: a call is some kilobytes, and there are many.
-- Whoever removes a call waits for an event of it that another instance is about to add. SQLite, where there is one who
-- writes, does not look at references.
-- {number} is an integer that the database counts up, {clustered} a table that is its own index.

create table call (
  id {number} primary key,
  call_sid text not null unique,
  account_sid text,
  -- the call that dialled this one: it is a leg of it
  parent_sid text,
  direction text,
  -- From and To as Twilio sent them, and once more from the last digit to the first, for whoever knows the last digits
  caller text,
  called text,
  caller_rev text,
  called_rev text,
  started bigint not null,
  updated bigint not null,
  ended bigint,
  -- CallStatus, of the event with the highest SequenceNumber
  status text,
  seq int not null default -1,
  -- seconds
  duration int,
  answered_by text,
  -- the template that answered it first, or the id of a route without any
  flow text,
  -- what became of it, a name of the table outcome
  outcome text not null default 'in-progress',
  voicemail_seconds int,
  -- deliveries that are not (yet) delivered, those of its legs among them
  undelivered int not null default 0
);
-- A list of calls has the newest first, of those that were received one at the same time the one with the higher id; legs are
-- in none. A number is found by its reversed form, whole or not.
create index call_started on call (started, id);
create index call_caller on call (caller_rev, started, id) where parent_sid is null;
create index call_called on call (called_rev, started, id) where parent_sid is null;
create index call_status on call (status, started, id) where parent_sid is null;
create index call_flow on call (flow, started, id) where parent_sid is null;
create index call_voicemail on call (started, id) where voicemail_seconds is not null and parent_sid is null;
create index call_undelivered on call (started, id) where undelivered > 0 and parent_sid is null;
create index call_parent on call (parent_sid) where parent_sid is not null;

-- Events come in any order and more than once: of two outcomes of a call the one with the higher rank counts.
create table outcome (
  name text primary key,
  rank int not null
);
insert into outcome (name, rank) values
  ('in-progress', 0),
  ('hung-up', 1),
  ('answered', 2),
  ('failed', 3),
  ('missed', 4),
  ('voicemail', 5),
  ('rejected', 6);

create table event (
  id {number} primary key,
  call bigint not null references call (id) on delete cascade,
  event_id text not null,
  -- without io.voicewebhooks.
  type text not null,
  -- Twilio's time
  at bigint not null,
  seq int,
  -- the data of the CloudEvent, JSON
  data text,
  -- to whom the router sent it, separated by commas; null while this is not known
  sinks text,
  unique (call, event_id)
);

-- A signed request, and what was answered.
create table exchange (
  id {number} primary key,
  call bigint not null references call (id) on delete cascade,
  at bigint not null,
  route text,
  method text not null,
  path text not null,
  -- JSON, null where the event keeps them
  parameters text,
  event_id text,
  status int not null,
  reply text,
  millis int not null,
  fallback boolean not null,
  -- how many characters of parameters and reply are not kept
  cut int
);
create index exchange_call on exchange (call);

create table delivery (
  event bigint not null references event (id) on delete cascade,
  sink text not null,
  state text not null,
  tries int not null,
  -- the latest ones, JSON: [{"time", "error"}]; null where the first one delivered it
  attempts text,
  next_at bigint,
  reason text,
  updated bigint not null,
  primary key (event, sink)
) {clustered};

-- When exchanges and deliveries were not kept, for there were too many.
create table gap (
  id {number} primary key,
  since bigint not null,
  until bigint not null,
  dropped int not null
);
