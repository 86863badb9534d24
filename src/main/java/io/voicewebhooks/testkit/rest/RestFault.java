package io.voicewebhooks.testkit.rest;

/** What can go wrong with Twilio's REST API. */
public enum RestFault {
    /** 401, as for a token that is not valid any more. */
    UNAUTHORIZED(401, 20003, "Authenticate"),
    /** 403, as for a restricted API key. */
    FORBIDDEN(403, 20403, "Forbidden"),
    /** 404. */
    NOT_FOUND(404, 20404, "The requested resource was not found"),
    /** 429 without {@code Retry-After}. */
    TOO_MANY_REQUESTS(429, 20429, "Too many requests"),
    /** 429 with {@code Retry-After: 1}. */
    RETRY_AFTER(429, 20429, "Too many requests"),
    /** 500. */
    SERVER_ERROR(500, 20500, "Internal Server Error"),
    /** What is asked for is done, and the connection lost before the answer. */
    ANSWER_LOST(0, 0, ""),
    /** The page behind a page is the same page. */
    REPEATED_PAGE(0, 0, "");

    private final int status;
    private final int code;
    private final String message;

    RestFault(int status, int code, String message) {
        this.status = status;
        this.code = code;
        this.message = message;
    }

    /** Of HTTP; 0 where the answer has none. */
    int status() {
        return status;
    }

    RestAnswer answer() {
        RestAnswer answer = RestAnswer.error(status, code, message);
        return this == RETRY_AFTER ? answer.retryAfter("1") : answer;
    }
}
