package io.voicewebhooks.support;

import org.awaitility.Awaitility;

/** What was to be read at the telephones of {@code dev}: each text is noted, for it may be gone before anybody looks. */
public final class Captions {
    private static final String NOTE = """
            window.captions = [];
            new MutationObserver((changes) => changes.forEach(({ target }) => {
              if (target.matches?.(".caption")) window.captions.push([target.closest(".handset"), target.textContent]);
            })).observe(document, { subtree: true, childList: true });
            """;
    /** Of the call in front; what was there before is looked at no more. */
    private static final String TAKE = """
            const [who, text] = arguments;
            const isAt = (handset) => !handset.closest(".desk").hidden
              && (who === "caller" ? !handset.matches(".called") : handset.ariaLabel.endsWith(who));
            const found = window.captions.findIndex(([handset, caption]) => isAt(handset) && caption.includes(text));
            window.captions = window.captions.filter(([handset], i) => i > found || !isAt(handset));
            return found >= 0;
            """;

    private Captions() {}

    /** Notes those of the pages that are opened from now on. */
    public static Browser noted(Browser browser) {
        return browser.prepares(NOTE);
    }

    /**
     * Waits until somebody hears a text, after what he was known to hear before.
     *
     * @param who {@code caller}, or the number of somebody who was called
     */
    public static void await(Browser browser, String who, String text) {
        Awaitility.await(who + " hears " + text).ignoreExceptions().until(() -> browser.evaluate(TAKE, who, text)
                .equals(true));
    }
}
