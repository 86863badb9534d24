package io.voicewebhooks.diagram;

import java.util.List;

/**
 * A box of the picture: a route, the journal, or a place outside to which routes send.
 *
 * @param id          the route's id; else the address
 * @param address     where it is reached: {@code direct:voicemail}, {@code queue:voice.events}
 * @param description what the route file says of it, empty for nothing
 * @param file        the route file, empty for none
 */
record Node(
        String id,
        boolean isRoute,
        String address,
        String description,
        String file,
        Stage stage,
        List<RouteStep> steps) {}
