@NullMarked
package jpm.agent.controller;

import org.jspecify.annotations.NullMarked;
