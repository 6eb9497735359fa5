/** JSON as trees, and the messages of the Cloud Debugger v2 API as schemas. */
@NullMarked
package jpm.service.json;

import org.jspecify.annotations.NullMarked;
