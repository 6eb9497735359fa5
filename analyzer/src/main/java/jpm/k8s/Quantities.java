package jpm.k8s;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Amounts of memory as Kubernetes writes them. */
final class Quantities {
    private static final Map<String, Long> UNITS = Map.ofEntries(
            Map.entry("", 1L),
            Map.entry("k", 1000L),
            Map.entry("M", 1000_000L),
            Map.entry("G", 1000_000_000L),
            Map.entry("T", 1000_000_000_000L),
            Map.entry("Ki", 1L << 10),
            Map.entry("Mi", 1L << 20),
            Map.entry("Gi", 1L << 30),
            Map.entry("Ti", 1L << 40));

    private Quantities() {}

    /** In bytes; null for what is no such amount. */
    static @Nullable Long bytes(@Nullable String quantity) {
        if (quantity == null || !quantity.matches("\\d{1,15}(\\.\\d{1,9})?(|[kMGT]|[KMGT]i)")) {
            return null;
        }
        String number = quantity.replaceAll("[A-Za-z]", "");
        Long unit = UNITS.get(quantity.substring(number.length()));
        return unit == null
                ? null
                : (Long) new BigDecimal(number)
                        .multiply(BigDecimal.valueOf(unit))
                        .longValue();
    }
}
