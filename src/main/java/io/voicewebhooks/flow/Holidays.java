package io.voicewebhooks.flow;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.util.ICalDate;
import biweekly.util.com.google.ical.compat.javautil.DateIterator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days on which nobody is there, with their names: dates such as {@code 2026-12-24} or, every year, {@code 12-25}, each
 * with a name behind it or without, and the whole-day events of an iCalendar file (RFC 5545), repeated ones too, as far as
 * they are not cancelled.
 */
final class Holidays {
    private static final Pattern ENTRY = Pattern.compile("(?:(\\d{4})-)?(\\d\\d-\\d\\d)(?:\\s+(\\S.*))?");
    private static final String LEAP_YEAR = "2024";

    private final Map<String, String> days = new HashMap<>();
    private final List<VEvent> events = new ArrayList<>();
    /** The repetitions that the file moves, renames or cancels one by one, by the UID of their event. */
    private final Map<String, Set<LocalDate>> replaced = new HashMap<>();

    private final Map<Integer, Map<LocalDate, String>> years = new ConcurrentHashMap<>();

    /** Of the values of {@code call.holidays} and {@code call.holidays-file}; a message about a wrong one says what is right. */
    Holidays(String entries, String file) {
        FlowBeans.entries(entries).forEach(this::add);
        if (!file.isBlank()) {
            read(Path.of(file.strip()));
        }
    }

    /** The name of a holiday, empty where it has none; nothing on any other day. */
    Optional<String> on(LocalDate day) {
        String date = day.toString();
        String name = days.getOrDefault(date, days.get(date.substring(5)));
        return name != null
                ? Optional.of(name)
                : Optional.ofNullable(
                        years.computeIfAbsent(day.getYear(), this::ofFile).get(day));
    }

    private void add(String entry) {
        Matcher matcher = ENTRY.matcher(entry);
        try {
            if (matcher.matches()) {
                String year = matcher.group(1);
                LocalDate.parse((year == null ? LEAP_YEAR : year) + "-" + matcher.group(2));
                String name = matcher.group(3);
                days.put((year == null ? "" : year + "-") + matcher.group(2), name == null ? "" : name);
                return;
            }
        } catch (DateTimeException e) {
            // no day of that month
        }
        throw new IllegalArgumentException("call.holidays has the entry \"" + entry
                + "\"; allowed: dates such as 2026-12-24 or 12-25, each with a name behind it or without, separated by"
                + " commas");
    }

    private void read(Path file) {
        List<List<biweekly.io.ParseWarning>> warnings = new ArrayList<>();
        ICalendar calendar;
        try {
            calendar = Biweekly.parse(Files.readString(file)).warnings(warnings).first();
        } catch (IOException | RuntimeException e) {
            throw wrong(file, "cannot be read: " + e);
        }
        if (calendar == null) {
            throw wrong(file, "holds no VCALENDAR");
        }
        if (warnings.stream().anyMatch(list -> !list.isEmpty())) {
            throw wrong(file, String.valueOf(warnings.get(0).get(0)));
        }
        int wholeDays = 0;
        for (VEvent event : calendar.getEvents()) {
            if (event.getDateStart() == null) {
                throw wrong(file, "the event \"" + name(event) + "\" has no DTSTART");
            }
            if (!event.getDateStart().getValue().hasTime()) {
                wholeDays++;
                if (event.getRecurrenceId() != null) {
                    replaced.computeIfAbsent(uid(event), any -> new HashSet<>())
                            .add(day(event.getRecurrenceId().getValue()));
                }
                if (event.getStatus() == null || !event.getStatus().isCancelled()) {
                    events.add(event);
                }
            }
        }
        if (wholeDays == 0) {
            throw wrong(file, "has no whole-day event");
        }
    }

    private static IllegalArgumentException wrong(Path file, String problem) {
        return new IllegalArgumentException(
                "call.holidays-file = " + file + " " + problem + "; allowed: an iCalendar file with whole-day events");
    }

    private Map<LocalDate, String> ofFile(int year) {
        Map<LocalDate, String> holidays = new HashMap<>();
        LocalDate last = LocalDate.of(year, 12, 31);
        for (VEvent event : events) {
            long length = length(event);
            DateIterator starts = event.getDateIterator(TimeZone.getDefault());
            starts.advanceTo(date(LocalDate.of(year, 1, 1).minusDays(length)));
            while (starts.hasNext()) {
                LocalDate start = day(starts.next());
                if (start.isAfter(last)) {
                    break;
                }
                boolean counts = event.getRecurrenceId() != null
                        || !replaced.getOrDefault(uid(event), Set.of()).contains(start);
                for (long i = 0; counts && i < length; i++) {
                    holidays.put(start.plusDays(i), name(event));
                }
            }
        }
        return holidays;
    }

    /** In days; DTEND is the first day that does not belong to it. */
    private static long length(VEvent event) {
        long days = 1;
        if (event.getDateEnd() != null) {
            days = ChronoUnit.DAYS.between(
                    day(event.getDateStart().getValue()), day(event.getDateEnd().getValue()));
        } else if (event.getDuration() != null) {
            days = Duration.ofMillis(event.getDuration().getValue().toMillis()).toDays();
        }
        return Math.max(1, days);
    }

    private static String uid(VEvent event) {
        return event.getUid() == null ? "" : event.getUid().getValue();
    }

    private static String name(VEvent event) {
        return event.getSummary() == null ? "" : event.getSummary().getValue();
    }

    /** The library's dates are midnights of the default time zone. */
    private static LocalDate day(Date date) {
        return date instanceof ICalDate whole && whole.getRawComponents() != null
                ? LocalDate.of(
                        whole.getRawComponents().getYear(),
                        whole.getRawComponents().getMonth(),
                        whole.getRawComponents().getDate())
                : LocalDate.ofInstant(date.toInstant(), ZoneId.systemDefault());
    }

    private static Date date(LocalDate day) {
        return Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
    }
}
