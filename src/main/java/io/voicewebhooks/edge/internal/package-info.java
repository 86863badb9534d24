/**
 * The door to Vert.x' and Netty's internals for what the listener checks of a request before Vert.x reads it. Vert.x has no
 * hook there: it parses method, version and authority where nothing catches a failure, and its client would wait in vain.
 * Without this package a stranger's header could leave a request without an answer.
 */
package io.voicewebhooks.edge.internal;
