/** A stand-in of Twilio's REST API, written from Twilio's documentation. */
package io.voicewebhooks.testkit.rest;
