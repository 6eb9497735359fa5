package com.acme.shop;

/** So many pieces of one article. */
record OrderLine(String sku, int quantity) {}
