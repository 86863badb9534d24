/** What the journal and its brokers share: an event on its way in, who takes it, and how he says that he cannot. */
package io.voicewebhooks.journal.spi;
