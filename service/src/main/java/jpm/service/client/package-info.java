/** Clients: they send dumps to services as finished snapshots. The only users of {@code java.net.http}. */
@NullMarked
package jpm.service.client;

import org.jspecify.annotations.NullMarked;
