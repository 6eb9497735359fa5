package com.acme.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shop as a web application: {@code GET /total?sku=MUG-07&quantity=2} answers what that costs. Its argument is its port. */
public final class WebShop {
    private static final String PRICES = """
            MUG-07,8.90
            POSTER-A2,14.50
            TEE-RED-L,19.00
            """;

    private final Billing billing = new Billing(PriceList.parse(PRICES));
    private final Customer ann = new Customer(1017, "Ann Šimić", Customer.Rank.GOLD);
    private int orders;

    private WebShop() {}

    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        HttpServer server = HttpServer.create(address, 0);
        WebShop shop = new WebShop();
        server.createContext("/total", shop::total);
        server.start();
        System.out.println("open at http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void total(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI().getQuery());
        OrderLine line = new OrderLine(query.get("sku"), Integer.parseInt(query.get("quantity")));
        Order order = new Order("W-" + ++orders, ann, LocalDate.now(), List.of(line));
        byte[] answer = (billing.total(order) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new HashMap<>();
        for (String part : text.split("&")) {
            query.put(part.substring(0, part.indexOf('=')), part.substring(part.indexOf('=') + 1));
        }
        return query;
    }
}
