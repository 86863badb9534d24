/**
 * The door to the internals of Artemis, whose server runs in this JVM. What stands behind it, why, and what would be lost
 * without it:
 *
 * <table>
 * <caption>Uses of internals</caption>
 * <tr><td>{@code NamedFiles}, a {@code JournalStorageManager} and {@code JournalImpl}; {@code JournalServer}, an
 * {@code ActiveMQServerImpl}</td><td>Artemis forces files to the disk, not their names. Without it: an acknowledged event may
 * be gone after a power failure</td></tr>
 * <tr><td>{@code EmbeddedSender}, with {@code CoreMessage}, {@code TransactionImpl} and the storage; {@code
 * JournalThreads}</td><td>a client passes each event over four threads. Without it: speed only, {@code JmsSender} keeps the same
 * promises</td></tr>
 * <tr><td>{@code DamageScan}, which knows the format of a journal's file</td><td>Artemis skips what it cannot read and starts.
 * Without it: events disappear without a word</td></tr>
 * <tr><td>{@code FormerUsers}</td><td>earlier versions left passwords in the bindings. Without it: they stay there</td></tr>
 * </table>
 *
 * <p>{@code EmbeddedBroker} and {@code BrokerConfiguration} use what Artemis offers to those who embed it, which is in {@code
 * core}, too. Nothing here knows the package above it: that one gives it names of queues.
 */
package io.voicewebhooks.journal.embedded;
