package jpm.value;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRulesException;
import java.util.Map;
import jpm.value.LogicalViews.Layout;

/** Dates, times and zones, written as their own {@code toString} would. */
final class TimeLayouts {
    private TimeLayouts() {}

    @FunctionalInterface
    private interface Text {
        Object of(FieldReader in, long id);
    }

    static void addTo(Map<String, Layout> layouts) {
        add(layouts, "java.time.Instant", TimeLayouts::instant);
        add(layouts, "java.time.LocalDate", TimeLayouts::localDate);
        add(layouts, "java.time.LocalTime", TimeLayouts::localTime);
        add(layouts, "java.time.LocalDateTime", TimeLayouts::localDateTime);
        add(layouts, "java.time.OffsetDateTime", TimeLayouts::offsetDateTime);
        add(layouts, "java.time.OffsetTime", TimeLayouts::offsetTime);
        add(layouts, "java.time.ZonedDateTime", TimeLayouts::zonedDateTime);
        add(layouts, "java.time.ZoneOffset", TimeLayouts::zoneOffset);
        add(layouts, "java.time.ZoneRegion", (in, id) -> in.requiredText(id, "id"));
        add(layouts, "java.time.Duration", TimeLayouts::duration);
        add(layouts, "java.time.Period", TimeLayouts::period);
        add(layouts, "java.time.Year", (in, id) -> Year.of(in.integer(id, "year")));
        add(layouts, "java.time.YearMonth", TimeLayouts::yearMonth);
        add(layouts, "java.time.MonthDay", TimeLayouts::monthDay);
        add(layouts, "java.util.Date", (in, id) -> Instant.ofEpochMilli(in.number(id, "fastTime")));
        add(layouts, "java.sql.Timestamp", TimeLayouts::timestamp);
        add(layouts, "java.util.Calendar", (in, id) -> Instant.ofEpochMilli(in.number(id, "time")));
        add(layouts, "java.util.TimeZone", (in, id) -> in.requiredText(id, "ID"));
    }

    private static void add(Map<String, Layout> layouts, String className, Text text) {
        layouts.put(
                className, (views, id) -> new View.Text(text.of(views.in, id).toString()));
    }

    private static Instant instant(FieldReader in, long id) {
        return Instant.ofEpochSecond(in.number(id, "seconds"), in.integer(id, "nanos"));
    }

    private static LocalDate localDate(FieldReader in, long id) {
        return LocalDate.of(in.integer(id, "year"), in.integer(id, "month"), in.integer(id, "day"));
    }

    private static LocalTime localTime(FieldReader in, long id) {
        return LocalTime.of(
                in.integer(id, "hour"), in.integer(id, "minute"), in.integer(id, "second"), in.integer(id, "nano"));
    }

    private static LocalDateTime localDateTime(FieldReader in, long id) {
        return LocalDateTime.of(localDate(in, in.id(id, "date")), localTime(in, in.id(id, "time")));
    }

    private static OffsetDateTime offsetDateTime(FieldReader in, long id) {
        return OffsetDateTime.of(localDateTime(in, in.id(id, "dateTime")), zoneOffset(in, in.id(id, "offset")));
    }

    private static OffsetTime offsetTime(FieldReader in, long id) {
        return OffsetTime.of(localTime(in, in.id(id, "time")), zoneOffset(in, in.id(id, "offset")));
    }

    /** The zone's own rules are this JVM's, which may know the zone differently or not at all: then the text is put together. */
    private static Object zonedDateTime(FieldReader in, long id) {
        LocalDateTime local = localDateTime(in, in.id(id, "dateTime"));
        ZoneOffset offset = zoneOffset(in, in.id(id, "offset"));
        long zone = in.id(id, "zone");
        if (in.has(zone, "totalSeconds")) {
            return ZonedDateTime.of(local, offset);
        }
        String name = in.requiredText(zone, "id");
        try {
            return ZonedDateTime.ofStrict(local, offset, ZoneId.of(name));
        } catch (ZoneRulesException e) {
            return local + offset.toString() + "[" + name + "]";
        }
    }

    private static ZoneOffset zoneOffset(FieldReader in, long id) {
        return ZoneOffset.ofTotalSeconds(in.integer(id, "totalSeconds"));
    }

    private static Duration duration(FieldReader in, long id) {
        return Duration.ofSeconds(in.number(id, "seconds"), in.integer(id, "nanos"));
    }

    private static Period period(FieldReader in, long id) {
        return Period.of(in.integer(id, "years"), in.integer(id, "months"), in.integer(id, "days"));
    }

    private static YearMonth yearMonth(FieldReader in, long id) {
        return YearMonth.of(in.integer(id, "year"), in.integer(id, "month"));
    }

    private static MonthDay monthDay(FieldReader in, long id) {
        return MonthDay.of(in.integer(id, "month"), in.integer(id, "day"));
    }

    private static Instant timestamp(FieldReader in, long id) {
        long seconds = Math.floorDiv(in.number(id, "fastTime"), 1000L);
        return Instant.ofEpochSecond(seconds, in.integer(id, "nanos"));
    }
}
