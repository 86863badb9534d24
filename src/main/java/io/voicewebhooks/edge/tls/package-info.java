/**
 * The certificate of the listener, which may be renewed while it serves. Of Vert.x' internals it needs
 * {@code KeyStoreHelper}, which reads the PEM files: the public {@code PemKeyCertOptions} hands out keys to a server only, and
 * keys in PKCS #1 or SEC 1 can be read by nothing in Java. Without it neither {@code check} nor a renewal could tell a wrong
 * pair of files before a client does.
 */
package io.voicewebhooks.edge.tls;
