-- Calls as they are listed; behind it stands which ones.
select id, call_sid as "callSid", account_sid as "accountSid", parent_sid as "parentSid", direction,
  caller as "from", called as "to", started as "started:time", ended as "ended:time", status, duration, flow, outcome,
  answered_by as "answeredBy", voicemail_seconds as "voicemailSeconds"
from call
where
