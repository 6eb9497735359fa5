/** Tests of what only the server itself sees. */
@NullMarked
package jpm.service.http;

import org.jspecify.annotations.NullMarked;
