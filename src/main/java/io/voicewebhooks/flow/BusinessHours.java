package io.voicewebhooks.flow;

import io.voicewebhooks.config.CallKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bean {@code businessHours}, for the {@code choice} of a call flow: whether somebody is there now.
 *
 * <p>Written as {@code mon-fri 09:00-17:00, sat 10:00-12:00}; several times a day are several entries; an end of
 * {@code 24:00} is midnight. Nothing means never. A holiday has no business hours.
 */
public final class BusinessHours {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final String DAY = "(" + String.join("|", DAYS) + ")";
    private static final String TIME = "((?:[01]\\d|2[0-3]):[0-5]\\d)";
    private static final Pattern ENTRY =
            Pattern.compile(DAY + "(?:-" + DAY + ")?\\s+" + TIME + "-(?:" + TIME + "|24:00)");

    private final List<Opening> openings = new ArrayList<>();
    private final ZoneId zone;
    private final Holidays holidays;
    private final Clock clock;

    private record Opening(DayOfWeek day, LocalTime from, LocalTime until) {}

    /**
     * Of the values of {@code call.hours}, {@code call.time-zone} (a name of the IANA database), {@code call.holidays} and
     * {@code call.holidays-file}; a message about a wrong one says what is allowed.
     */
    BusinessHours(Function<CallKey, String> values, Clock clock) {
        String zone = values.apply(CallKey.TIME_ZONE);
        try {
            this.zone = ZoneId.of(zone);
        } catch (DateTimeException e) {
            // without its cause, which names no key
            throw new IllegalArgumentException("call.time-zone = " + zone + "; allowed: a name such as Europe/Berlin");
        }
        this.clock = clock;
        this.holidays = new Holidays(values.apply(CallKey.HOLIDAYS), values.apply(CallKey.HOLIDAYS_FILE));
        FlowBeans.entries(values.apply(CallKey.HOURS).toLowerCase(Locale.ROOT)).forEach(this::add);
    }

    /** Whether it is a business hour now. */
    public boolean open() {
        LocalDateTime now = LocalDateTime.now(clock.withZone(zone));
        return !holiday()
                && openings.stream()
                        .anyMatch(opening -> opening.day() == now.getDayOfWeek()
                                && !now.toLocalTime().isBefore(opening.from())
                                && (opening.until().equals(LocalTime.MIDNIGHT)
                                        || now.toLocalTime().isBefore(opening.until())));
    }

    /** Whether today is a holiday. */
    public boolean holiday() {
        return today().isPresent();
    }

    /** The name of today's holiday, empty where it has none or where today is no holiday. */
    public String holidayName() {
        return today().orElse("");
    }

    private Optional<String> today() {
        return holidays.on(LocalDate.now(clock.withZone(zone)));
    }

    private void add(String entry) {
        Matcher matcher = ENTRY.matcher(entry);
        if (!matcher.matches()) {
            throw wrong(entry);
        }
        int first = DAYS.indexOf(matcher.group(1));
        int last = matcher.group(2) == null ? first : DAYS.indexOf(matcher.group(2));
        LocalTime from = LocalTime.parse(matcher.group(3));
        LocalTime until = matcher.group(4) == null ? LocalTime.MIDNIGHT : LocalTime.parse(matcher.group(4));
        if (!until.equals(LocalTime.MIDNIGHT) && !from.isBefore(until)) {
            throw wrong(entry);
        }
        for (int day = first; ; day = (day + 1) % DAYS.size()) {
            openings.add(new Opening(DayOfWeek.of(day + 1), from, until));
            if (day == last) {
                return;
            }
        }
    }

    private static IllegalArgumentException wrong(String entry) {
        return new IllegalArgumentException("call.hours has the entry \"" + entry
                + "\"; allowed: entries such as mon-fri 09:00-17:00, separated by commas");
    }
}
