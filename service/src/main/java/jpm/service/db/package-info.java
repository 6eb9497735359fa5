/** The service's database: SQLite or PostgreSQL. */
@NullMarked
package jpm.service.db;

import org.jspecify.annotations.NullMarked;
