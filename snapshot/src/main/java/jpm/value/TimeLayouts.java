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
import java.util.HashMap;
import java.util.Map;
import jpm.value.LogicalViews.Layout;

/** Dates, times and zones, written as their own {@code toString} would. */
final class TimeLayouts {
    /** Classes whose objects can be made anew from their fields. */
    static final Map<String, HostValues.Reader> OBJECTS = Map.ofEntries(
            Map.entry("java.time.Instant", TimeLayouts::instant),
            Map.entry("java.time.LocalDate", TimeLayouts::localDate),
            Map.entry("java.time.LocalTime", TimeLayouts::localTime),
            Map.entry("java.time.LocalDateTime", TimeLayouts::localDateTime),
            Map.entry("java.time.OffsetDateTime", TimeLayouts::offsetDateTime),
            Map.entry("java.time.OffsetTime", TimeLayouts::offsetTime),
            Map.entry("java.time.ZoneOffset", TimeLayouts::zoneOffset),
            Map.entry("java.time.Duration", TimeLayouts::duration),
            Map.entry("java.time.Period", TimeLayouts::period),
            Map.entry("java.time.Year", (in, id) -> Year.of(in.integer(id, "year"))),
            Map.entry("java.time.YearMonth", TimeLayouts::yearMonth),
            Map.entry("java.time.MonthDay", TimeLayouts::monthDay));

    private TimeLayouts() {}

    static void addTo(Map<String, Layout> layouts) {
        Map<String, HostValues.Reader> readers = new HashMap<>(OBJECTS);
        readers.put("java.time.ZonedDateTime", TimeLayouts::zonedDateTime);
        readers.put("java.time.ZoneRegion", (in, id) -> in.requiredText(id, "id"));
        readers.put("java.util.Date", (in, id) -> Instant.ofEpochMilli(in.number(id, "fastTime")));
        readers.put("java.sql.Timestamp", TimeLayouts::timestamp);
        readers.put("java.util.Calendar", (in, id) -> Instant.ofEpochMilli(in.number(id, "time")));
        readers.put("java.util.TimeZone", (in, id) -> in.requiredText(id, "ID"));
        readers.forEach((className, reader) -> layouts.put(
                className,
                (views, id) -> new View.Text(reader.read(views.in, id).toString())));
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
    static Object zonedDateTime(FieldReader in, long id) {
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
