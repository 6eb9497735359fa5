/** The service's data as the Firebase Realtime Database that Snapshot Debugger's clients expect. */
@NullMarked
package jpm.service.rtdb;

import org.jspecify.annotations.NullMarked;
