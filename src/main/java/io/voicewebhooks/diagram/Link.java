package io.voicewebhooks.diagram;

import java.util.Optional;

/**
 * An arrow of the picture.
 *
 * @param step the step that sends; none where the journal is read
 */
record Link(Node from, Optional<RouteStep> step, Node to) {
    boolean onFailure() {
        return step.filter(sender -> sender.kind() == RouteStep.Kind.ON_FAILURE).isPresent();
    }
}
