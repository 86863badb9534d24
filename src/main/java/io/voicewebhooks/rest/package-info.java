/** Twilio's REST API, as each configured account may use it. */
package io.voicewebhooks.rest;
