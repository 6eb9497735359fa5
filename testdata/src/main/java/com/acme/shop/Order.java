package com.acme.shop;

import java.time.LocalDate;
import java.util.List;

/** What a customer wants. */
record Order(String id, Customer customer, LocalDate placed, List<OrderLine> lines) {}
