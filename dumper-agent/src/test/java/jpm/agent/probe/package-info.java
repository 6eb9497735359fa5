@NullMarked
package jpm.agent.probe;

import org.jspecify.annotations.NullMarked;
