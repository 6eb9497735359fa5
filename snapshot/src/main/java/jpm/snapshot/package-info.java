/** Frames, variables and dump metadata, and their JSON (Cloud Debugger v2 field names). */
@NullMarked
package jpm.snapshot;

import org.jspecify.annotations.NullMarked;
