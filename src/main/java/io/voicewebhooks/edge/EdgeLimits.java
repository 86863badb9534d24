package io.voicewebhooks.edge;

import java.time.Duration;

/**
 * What the listener takes at most, besides what {@code voice.http.max-body-size} and {@code voice.http.max-requests} say.
 *
 * @param request   time in which a request must have arrived whole, counted from the start of the connection and then
 *                  from the end of its headers. Twilio itself gives up after 15 s
 * @param keepAlive how long a connection may lie idle between two requests; more than the 60 s for which reverse proxies
 *                  keep one, so that they are the first to close it
 */
record EdgeLimits(Duration request, Duration keepAlive) {
    static final EdgeLimits STANDARD = new EdgeLimits(Duration.ofSeconds(10), Duration.ofSeconds(75));

    /** Bytes; a GET webhook carries everything in the request line. */
    static final int REQUEST_LINE = 8 << 10;

    /** Bytes. */
    static final int HEADERS = 16 << 10;

    /** Requests of one HTTP/2 connection at once. */
    static final int STREAMS = 100;

    /** Requests of one HTTP/1.1 connection at once (pipelining). */
    static final int PIPELINED = 16;

    /** Streams that the client of one HTTP/2 connection may reset within 30 s (rapid reset, CVE-2023-44487). */
    static final int RESETS = 200;

    /** Connections at once; a further one takes the place of the one that has been idle longest. */
    static final int CONNECTIONS = 1000;

    /** Requests whose body is still arriving; a further one takes the place of the slowest. */
    static final int ARRIVING = 512;
}
