package com.acme.shop;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Prices by article, as imported from the supplier's table. */
final class PriceList {
    private final Map<String, BigDecimal> prices = new TreeMap<>();

    static PriceList parse(String table) {
        PriceList list = new PriceList();
        for (String row : table.split("\n")) {
            int comma = row.indexOf(',');
            list.prices.put(
                    row.substring(0, comma),
                    new BigDecimal(row.substring(comma + 1).trim()));
        }
        return list;
    }

    BigDecimal of(String sku) {
        return prices.get(sku);
    }
}
