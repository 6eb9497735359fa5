/** How the service bears many agents. */
@NullMarked
package jpm.bench.service;

import org.jspecify.annotations.NullMarked;
