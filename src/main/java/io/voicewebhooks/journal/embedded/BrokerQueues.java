package io.voicewebhooks.journal.embedded;

/**
 * What the broker has to know of the journal's queues.
 *
 * @param events       queue of every event that was acknowledged
 * @param deadLetter   queue of deliveries that failed for good
 * @param feed         topic of every event, which may have no reader
 * @param groupBuckets so many groups of keys share the consumers of a queue
 */
public record BrokerQueues(String events, String deadLetter, String feed, int groupBuckets) {}
