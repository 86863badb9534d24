package io.voicewebhooks.check;

import java.util.List;

/**
 * A way through the steps of a call flow, on which something has replied, or may have; with the last condition on it, empty
 * for none, and the routes that it has come through. It is in doubt where no condition holds.
 */
record FlowWay(boolean replied, String place, String where, boolean doubt, List<SeenRoute> within) {
    FlowWay reply() {
        return new FlowWay(true, place, where, doubt, within);
    }

    FlowWay at(String condition) {
        return new FlowWay(replied, place, " where " + condition, doubt, within);
    }

    /** After a route to which another one went: the last condition counts, wherever it was. */
    FlowWay backTo(FlowWay from) {
        boolean told = replied || !where.isEmpty();
        return new FlowWay(replied, told ? place : from.place, told ? where : from.where, doubt, from.within);
    }

    SeenRoute route() {
        return within.get(within.size() - 1);
    }

    FlowWay unless() {
        return new FlowWay(replied, place, where, true, within);
    }
}
