/** What Twilio has configured for numbers, TwiML Apps, SIP domains and BYOC trunks, beside what should be. */
package io.voicewebhooks.numbers;
