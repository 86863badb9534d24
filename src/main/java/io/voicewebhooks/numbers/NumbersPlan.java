package io.voicewebhooks.numbers;

import java.util.List;

/**
 * What all accounts have, and what would change.
 *
 * @param resources by account and name
 * @param problems  what is listed and nobody has, and accounts that could not be read
 */
public record NumbersPlan(List<ResourcePlan> resources, List<String> problems) {
    /** Those that are not as wanted. */
    public List<ResourcePlan> differing() {
        return resources.stream().filter(ResourcePlan::differs).toList();
    }
}
