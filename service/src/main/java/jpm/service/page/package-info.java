/** The web page and the source text that it shows. */
@NullMarked
package jpm.service.page;

import org.jspecify.annotations.NullMarked;
