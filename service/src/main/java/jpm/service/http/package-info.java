/** The HTTP server: the only user of Jetty. */
@NullMarked
package jpm.service.http;

import org.jspecify.annotations.NullMarked;
