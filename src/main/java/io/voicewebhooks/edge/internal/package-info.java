/**
 * The door to what Vert.x and Netty do not offer in public. What stands behind it, why, and what would be lost without it:
 *
 * <table>
 * <caption>Uses of internals</caption>
 * <tr><td>{@code EdgeVertx}, a {@code VertxWrapper}</td><td>Camel makes its servers itself and takes neither their options
 * nor a choice of thread. Without it: no limits of ours, and each callback on a worker thread</td></tr>
 * <tr><td>{@code EdgeServer}, an {@code HttpServerImpl}</td><td>a connection has to be known when it is accepted;
 * {@code connectionHandler} hears of it after TLS. Without it: strangers who begin TLS and wait are not counted</td></tr>
 * <tr><td>{@code ClientConnection}, by {@code ConnectionBase}</td><td>the channel of a request, to tell an idle client from
 * a slow route. Without it: Vert.x' idle time-out, which cuts off slow routes</td></tr>
 * <tr><td>{@code Http1Head}, {@code Http2Head}</td><td>Vert.x parses method, version and authority where nothing catches a
 * failure. Without them: a stranger's header leaves a request without an answer</td></tr>
 * <tr><td>{@code Pipelining}</td><td>Vert.x reads on while it answers. Without it: one connection fills the memory</td></tr>
 * </table>
 *
 * <p>Nothing here knows the package above it: that one gives it a {@link io.voicewebhooks.edge.internal.Gate} and numbers.
 */
package io.voicewebhooks.edge.internal;
