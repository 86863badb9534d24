/** S3, SMTP and an HTTP endpoint for the sinks of {@code dev}, which the console shows. They listen on this machine alone. */
package io.voicewebhooks.dev.standin;
