/** Who may do what: bearer tokens and their roles. */
@NullMarked
package jpm.service.access;

import org.jspecify.annotations.NullMarked;
