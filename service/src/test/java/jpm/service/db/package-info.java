/** Tests of what only the database sees. */
@NullMarked
package jpm.service.db;

import org.jspecify.annotations.NullMarked;
