/** The shop of {@code jpm demo}: a small program with a bug that only the data at hand explains. */
package com.acme.shop;
