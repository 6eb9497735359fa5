/** Debuggees and breakpoints as a Cloud Debugger service keeps them: life cycle, waiting for changes, retention. */
@NullMarked
package jpm.service;

import org.jspecify.annotations.NullMarked;
